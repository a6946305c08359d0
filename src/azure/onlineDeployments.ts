import { Fields } from '../base/decode';
import { decodedOrNotAzure } from './arm/armClient';
import { writeAndWait, type OperationPorts } from './arm/longRunningOperation';
import { createdAt, present } from './arm/resourceFields';
import type { OperationWatch } from './operationWatch';
import type { Page } from './page';
import { deploymentId, endpointId, type DeploymentRef, type EndpointRef } from './resourceRefs';

/** `…/onlineEndpoints/{e}/deployments/{d}`. */
export interface OnlineDeployment {
  readonly ref: DeploymentRef;
  /** ARM id or asset id of the model version. */
  readonly model?: string;
  readonly instanceType?: string;
  readonly instanceCount: number;
  /** As of an endpoint, and `Scaling`. */
  readonly state: string;
  readonly createdAt?: Date;
}

export interface ProbeBody {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

export interface OnlineDeploymentBody {
  readonly location: string;
  readonly model: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
  readonly environmentVariables?: ReadonlyMap<string, string>;
  readonly appInsightsEnabled?: boolean;
  readonly egressPublicNetworkAccess?: 'Enabled' | 'Disabled';
  readonly requestSettings?: {
    readonly requestTimeoutMs?: number;
    readonly maxConcurrentRequestsPerInstance?: number;
    readonly maxQueueWaitMs?: number;
  };
  readonly livenessProbe?: ProbeBody;
  readonly readinessProbe?: ProbeBody;
}

export type ContainerLog = 'InferenceServer' | 'StorageInitializer';

export interface OnlineDeployments {
  list(endpoint: EndpointRef, signal: AbortSignal): Promise<Page<OnlineDeployment>>;
  get(ref: DeploymentRef, signal: AbortSignal): Promise<OnlineDeployment>;
  put(ref: DeploymentRef, body: OnlineDeploymentBody, watch: OperationWatch): Promise<OnlineDeployment>;
  delete(ref: DeploymentRef, watch: OperationWatch): Promise<void>;
  logs(ref: DeploymentRef, container: ContainerLog, tail: number, signal: AbortSignal): Promise<string>;
}

export function onlineDeployments(ports: OperationPorts): OnlineDeployments {
  const { arm } = ports;
  return {
    list: (endpoint, signal) =>
      arm.page(
        endpoint.subscriptionId,
        (client, options) => client.onlineDeployments.list(endpoint.resourceGroup, endpoint.workspace, endpoint.endpoint, options),
        (raw, path) => deploymentFrom(raw, path, { ...endpoint, deployment: Fields.of(raw, path).text('name') }),
        signal,
      ),
    get: (ref, signal) =>
      arm.read(
        ref.subscriptionId,
        (client, options) => client.onlineDeployments.get(ref.resourceGroup, ref.workspace, ref.endpoint, ref.deployment, options),
        (raw) => deploymentFrom(raw, 'onlineDeployment', ref),
        signal,
      ),
    put: async (ref, body, watch) => {
      const write = { method: 'PUT', resource: deploymentId(ref), body: deploymentBody(body), waitsFor: [endpointId(ref)] } as const;
      const resource = await writeAndWait(write, ports, watch);
      const label = `PUT onlineEndpoints/${ref.endpoint}/deployments/${ref.deployment}`;
      return decodedOrNotAzure((raw) => deploymentFrom(raw, 'onlineDeployment', ref), resource, label);
    },
    delete: async (ref, watch) => {
      await writeAndWait({ method: 'DELETE', resource: deploymentId(ref), waitsFor: [endpointId(ref)] }, ports, watch);
    },
    logs: (ref, containerType, tail, signal) =>
      arm.read(
        ref.subscriptionId,
        (client, options) =>
          client.onlineDeployments.getLogs(
            ref.resourceGroup,
            ref.workspace,
            ref.endpoint,
            ref.deployment,
            { containerType, tail },
            options,
          ),
        (raw) => Fields.of(raw, 'logs').optionalText('content') ?? '',
        signal,
      ),
  };
}

function deploymentFrom(raw: unknown, path: string, ref: DeploymentRef): OnlineDeployment {
  const fields = Fields.of(raw, path);
  const properties = fields.fields('properties');
  return {
    ref,
    ...present('model', properties.optionalText('model')),
    ...present('instanceType', properties.optionalText('instanceType')),
    instanceCount: fields.optionalFields('sku')?.optionalNumber('capacity') ?? 1,
    state: properties.optionalText('provisioningState') ?? 'Succeeded',
    ...present('createdAt', createdAt(fields)),
  };
}

/** No code and no environment: that is what makes it a no-code deployment. */
function deploymentBody(body: OnlineDeploymentBody): unknown {
  return {
    location: body.location,
    tags: Object.fromEntries(body.tags ?? []),
    sku: { name: 'Default', capacity: body.instanceCount },
    properties: {
      endpointComputeType: 'Managed',
      model: body.model,
      instanceType: body.instanceType,
      appInsightsEnabled: body.appInsightsEnabled ?? false,
      properties: Object.fromEntries(body.properties ?? []),
      environmentVariables: Object.fromEntries(body.environmentVariables ?? []),
      ...present('description', body.description),
      ...present('egressPublicNetworkAccess', body.egressPublicNetworkAccess),
      ...present('requestSettings', body.requestSettings && requestSettingsBody(body.requestSettings)),
      ...present('livenessProbe', body.livenessProbe && probeBody(body.livenessProbe)),
      ...present('readinessProbe', body.readinessProbe && probeBody(body.readinessProbe)),
    },
  };
}

function requestSettingsBody(settings: NonNullable<OnlineDeploymentBody['requestSettings']>): unknown {
  return {
    ...present('requestTimeout', duration(settings.requestTimeoutMs)),
    ...present('maxConcurrentRequestsPerInstance', settings.maxConcurrentRequestsPerInstance),
    ...present('maxQueueWait', duration(settings.maxQueueWaitMs)),
  };
}

function probeBody(probe: ProbeBody): unknown {
  const inSeconds = (seconds: number | undefined): string | undefined => duration(seconds === undefined ? undefined : seconds * 1000);
  return {
    ...present('initialDelay', inSeconds(probe.initialDelaySeconds)),
    ...present('period', inSeconds(probe.periodSeconds)),
    ...present('timeout', inSeconds(probe.timeoutSeconds)),
    ...present('successThreshold', probe.successThreshold),
    ...present('failureThreshold', probe.failureThreshold),
  };
}

/** ISO 8601: 5000 -> `PT5S`, 500 -> `PT0.5S`. Zero is left out, as the official SDK does. */
function duration(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined || milliseconds === 0 ? undefined : `PT${milliseconds / 1000}S`;
}
