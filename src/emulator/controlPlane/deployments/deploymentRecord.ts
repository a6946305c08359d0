import { Fields } from '../../../base/decode';
import type { RecordKind } from '../../state/collection';
import { systemDataFrom, type SystemData } from '../systemData';
import { oneOf, optionalTexts, textMap, type TextMap } from '../textFields';

export const deploymentStates = ['Creating', 'Updating', 'Scaling', 'Deleting', 'Succeeded', 'Failed', 'Canceled'] as const;

/** Durations are ISO 8601, as the client wrote them. */
export interface RequestSettings {
  readonly requestTimeout: string;
  readonly maxConcurrentRequestsPerInstance: number;
  readonly maxQueueWait: string;
}

/** OnlineDeployment of the REST reference, 2024-10-01. */
export interface DeploymentRecord {
  /** `{ws}/onlineEndpoints/{e}/deployments/{name}` */
  readonly id: string;
  readonly name: string;
  readonly endpointId: string;
  readonly location: string;
  readonly tags: TextMap;
  readonly skuName: string;
  readonly capacity: number;
  /** ARM id of a model version, as the client wrote it. */
  readonly model: string;
  /** Where the model's blobs were when the deployment was written. */
  readonly source: { readonly container: string; readonly path: string };
  readonly instanceType: string;
  readonly description?: string;
  readonly properties: TextMap;
  readonly environmentVariables: TextMap;
  readonly appInsightsEnabled: boolean;
  readonly egressPublicNetworkAccess: string;
  readonly requestSettings: RequestSettings;
  /** Probes and data collector: given back as they came. The emulator's server is ready when its models are loaded. */
  readonly echoed: Readonly<Record<string, unknown>>;
  readonly provisioningState: (typeof deploymentStates)[number];
  /** Folder name of the copy of the model that is being served, and the model it is of; absent until the first start went well. */
  readonly served?: { readonly generation: string; readonly model: string };
  readonly systemData: SystemData;
}

export const deploymentKind: RecordKind<DeploymentRecord> = {
  folder: 'deployment-records',
  decode: (raw, path) => {
    const fields = Fields.of(raw, path);
    const source = fields.fields('source');
    const served = fields.optionalFields('served');
    const echoed = fields.fields('echoed');
    return {
      id: fields.text('id'),
      name: fields.text('name'),
      endpointId: fields.text('endpointId'),
      location: fields.text('location'),
      tags: textMap(fields, 'tags'),
      skuName: fields.text('skuName'),
      capacity: fields.number('capacity'),
      model: fields.text('model'),
      source: { container: source.text('container'), path: source.text('path') },
      instanceType: fields.text('instanceType'),
      ...optionalTexts(fields, ['description']),
      properties: textMap(fields, 'properties'),
      environmentVariables: textMap(fields, 'environmentVariables'),
      appInsightsEnabled: fields.flag('appInsightsEnabled'),
      egressPublicNetworkAccess: fields.text('egressPublicNetworkAccess'),
      requestSettings: requestSettingsFrom(fields.fields('requestSettings')),
      echoed: Object.fromEntries(echoed.names.map((name) => [name, echoed.unknown(name)])),
      provisioningState: oneOf(fields, 'provisioningState', deploymentStates),
      ...(served ? { served: { generation: served.text('generation'), model: served.text('model') } } : {}),
      systemData: systemDataFrom(fields.unknown('systemData'), `${path}.systemData`),
    };
  },
};

/** Defaults of the service: 5 s, 1, 500 ms. */
export function requestSettingsFrom(fields: Fields | undefined): RequestSettings {
  return {
    requestTimeout: fields?.optionalText('requestTimeout') ?? 'PT5S',
    maxConcurrentRequestsPerInstance: fields?.optionalNumber('maxConcurrentRequestsPerInstance') ?? 1,
    maxQueueWait: fields?.optionalText('maxQueueWait') ?? 'PT0.5S',
  };
}
