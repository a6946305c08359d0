import type { Fields } from '../../../base/decode';
import { badRequest, notSupported } from '../armError';
import { instanceTypeNamed } from '../compute/instanceTypes';
import { optionalTexts, textMap } from '../textFields';
import { requestSettingsFrom, type DeploymentRecord, type RequestSettings } from './deploymentRecord';
import { isoDuration } from './isoDuration';

/** Limits of the service for one deployment (Azure docs, "Manage resources and quotas"). */
const MOST_INSTANCES = 50;
const LONGEST_REQUEST_MILLISECONDS = 180_000;
const echoedFields = ['livenessProbe', 'readinessProbe', 'startupProbe', 'dataCollector', 'modelMountPath'];

/** What a PUT says of a deployment. */
type DeploymentBody = Pick<
  DeploymentRecord,
  | 'location'
  | 'tags'
  | 'skuName'
  | 'capacity'
  | 'instanceType'
  | 'description'
  | 'properties'
  | 'environmentVariables'
  | 'appInsightsEnabled'
  | 'egressPublicNetworkAccess'
  | 'requestSettings'
  | 'echoed'
> & { readonly model: string | undefined };

/** Throws 400 for what the service refuses and 501 for what it can and the emulator cannot. */
export function deploymentBody(body: Fields): DeploymentBody {
  const location = body.optionalText('location');
  if (location === undefined) {
    throw badRequest('LocationRequired', 'The location property is required for this definition.', 'location');
  }
  const properties = body.fields('properties');
  checkSupported(properties);
  const sku = body.optionalFields('sku');
  return {
    location,
    tags: textMap(body, 'tags'),
    skuName: sku?.optionalText('name') ?? 'Default',
    capacity: checkedCapacity(sku?.optionalNumber('capacity') ?? 1),
    model: properties.optionalText('model'),
    instanceType: checkedInstanceType(properties.optionalText('instanceType') ?? 'Standard_F4s_v2'),
    ...optionalTexts(properties, ['description']),
    properties: textMap(properties, 'properties'),
    environmentVariables: textMap(properties, 'environmentVariables'),
    appInsightsEnabled: properties.optionalFlag('appInsightsEnabled') ?? false,
    egressPublicNetworkAccess: properties.optionalText('egressPublicNetworkAccess') ?? 'Enabled',
    requestSettings: checkedSettings(requestSettingsFrom(properties.optionalFields('requestSettings'))),
    echoed: echoed(properties),
  };
}

function echoed(properties: Fields): Record<string, unknown> {
  const given = echoedFields.filter((name) => properties.unknown(name) !== undefined);
  return Object.fromEntries(given.map((name) => [name, properties.unknown(name)]));
}

export function checkedCapacity(capacity: number): number {
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MOST_INSTANCES) {
    throw badRequest(
      'BadArgument',
      `The instance count must be a whole number from 1 to ${MOST_INSTANCES}, found ${capacity}.`,
      'sku.capacity',
    );
  }
  return capacity;
}

function checkSupported(properties: Fields): void {
  if (/^kubernetes$/i.test(properties.text('endpointComputeType'))) {
    throw notSupported('deployments on Kubernetes');
  }
  if (properties.unknown('environmentId') !== undefined || properties.unknown('codeConfiguration') !== undefined) {
    throw notSupported('environments and scoring scripts; it serves Triton models without code');
  }
  const scaleType = properties.optionalFields('scaleSettings')?.optionalText('scaleType') ?? 'Default';
  if (!/^default$/i.test(scaleType)) {
    throw badRequest('BadArgument', `Managed deployments have scale type Default, found ${scaleType}.`, 'properties.scaleSettings');
  }
}

function checkedInstanceType(name: string): string {
  if (!instanceTypeNamed(name)) {
    throw badRequest('BadArgument', `Instance type ${name} is not supported for managed online deployments.`, 'properties.instanceType');
  }
  return name;
}

function checkedSettings(settings: RequestSettings): RequestSettings {
  const path = 'properties.requestSettings';
  const timeout = isoDuration(settings.requestTimeout, `${path}.requestTimeout`);
  isoDuration(settings.maxQueueWait, `${path}.maxQueueWait`);
  if (timeout <= 0 || timeout > LONGEST_REQUEST_MILLISECONDS) {
    throw badRequest(
      'BadArgument',
      `The request timeout must be at most 180 seconds, found ${settings.requestTimeout}.`,
      `${path}.requestTimeout`,
    );
  }
  if (!Number.isInteger(settings.maxConcurrentRequestsPerInstance) || settings.maxConcurrentRequestsPerInstance < 1) {
    throw badRequest(
      'BadArgument',
      'The number of concurrent requests per instance must be a whole number of at least 1.',
      `${path}.maxConcurrentRequestsPerInstance`,
    );
  }
  return settings;
}
