import { DecodeError, Fields, numberOf } from '../base/decode';
import { decodedOrNotAzure, machineLearningVersion, type ArmClient } from './arm/armClient';
import { writeAndWait, type OperationPorts } from './arm/longRunningOperation';
import { createdAt, present, textMap, without } from './arm/resourceFields';
import { AzureError } from './azureError';
import type { AzureConnection } from './connection';
import type { OperationWatch } from './operationWatch';
import type { Page } from './page';
import { endpointId, type EndpointRef, type WorkspaceRef } from './resourceRefs';

export type AuthMode = 'Key' | 'AMLToken' | 'AADToken';

/** `Microsoft.MachineLearningServices/workspaces/onlineEndpoints`. */
export interface OnlineEndpoint {
  readonly ref: EndpointRef;
  readonly location: string;
  readonly authMode: AuthMode;
  /** Deployment name -> percent. */
  readonly traffic: ReadonlyMap<string, number>;
  /** `Creating`, `Updating`, `Deleting`, `Succeeded`, `Failed`, `Canceled`; absent from the service means Succeeded. */
  readonly state: string;
  readonly scoringUri?: string;
  readonly description?: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly createdAt?: Date;
}

export interface OnlineEndpointBody {
  readonly location: string;
  readonly authMode: AuthMode;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
  readonly publicNetworkAccess?: 'Enabled' | 'Disabled';
  /** ARM ids of user-assigned identities; absent means system-assigned. */
  readonly userAssignedIdentities?: readonly string[];
}

export interface OnlineEndpoints {
  list(workspace: WorkspaceRef, signal: AbortSignal): Promise<Page<OnlineEndpoint>>;
  get(ref: EndpointRef, signal: AbortSignal): Promise<OnlineEndpoint>;
  /** Creates it, or updates it where it is there; waits until the operation has ended. */
  put(ref: EndpointRef, body: OnlineEndpointBody, watch: OperationWatch): Promise<OnlineEndpoint>;
  /** GET, modify, PUT: traffic cannot be patched. Whatever else stands in the endpoint is sent back as it came. */
  setTraffic(ref: EndpointRef, traffic: ReadonlyMap<string, number>, watch: OperationWatch): Promise<OnlineEndpoint>;
  delete(ref: EndpointRef, watch: OperationWatch): Promise<void>;
  /** The bearer secret of the scoring URI: primary key, AML token, or the caller's own token for `AADToken`. */
  scoringSecret(endpoint: OnlineEndpoint, signal: AbortSignal): Promise<string>;
}

export function onlineEndpoints(ports: OperationPorts, getToken: AzureConnection['getToken']): OnlineEndpoints {
  const { arm } = ports;
  const get = (ref: EndpointRef, signal: AbortSignal): Promise<OnlineEndpoint> =>
    arm.read(
      ref.subscriptionId,
      (client, options) => client.onlineEndpoints.get(ref.resourceGroup, ref.workspace, ref.endpoint, options),
      (raw) => endpointFrom(raw, 'onlineEndpoint', ref),
      signal,
    );
  const write = async (ref: EndpointRef, body: unknown, watch: OperationWatch): Promise<OnlineEndpoint> => {
    const resource = await writeAndWait({ method: 'PUT', resource: endpointId(ref), body }, ports, watch);
    return decodedOrNotAzure((raw) => endpointFrom(raw, 'onlineEndpoint', ref), resource, `PUT onlineEndpoints/${ref.endpoint}`);
  };
  return {
    list: ({ subscriptionId, resourceGroup, workspace }, signal) =>
      arm.page(
        subscriptionId,
        (client, options) => client.onlineEndpoints.list(resourceGroup, workspace, options),
        (raw, path) => {
          const endpoint = Fields.of(raw, path).text('name');
          return endpointFrom(raw, path, { subscriptionId, resourceGroup, workspace, endpoint });
        },
        signal,
      ),
    get,
    put: async (ref, body, watch) => write(ref, endpointBody(body, await wireEndpoint(arm, ref, watch.signal)), watch),
    setTraffic: async (ref, traffic, watch) => {
      const present = await arm.get(endpointId(ref), machineLearningVersion, (raw) => Fields.of(raw, 'onlineEndpoint'), watch.signal);
      return write(ref, withTraffic(present, traffic), watch);
    },
    delete: async (ref, watch) => {
      await writeAndWait({ method: 'DELETE', resource: endpointId(ref) }, ports, watch);
    },
    scoringSecret: ({ ref, authMode }, signal) => {
      switch (authMode) {
        case 'Key':
          return arm.read(
            ref.subscriptionId,
            (client, options) => client.onlineEndpoints.listKeys(ref.resourceGroup, ref.workspace, ref.endpoint, options),
            (raw) => Fields.of(raw, 'keys').text('primaryKey'),
            signal,
          );
        case 'AMLToken':
          return arm.read(
            ref.subscriptionId,
            (client, options) => client.onlineEndpoints.getToken(ref.resourceGroup, ref.workspace, ref.endpoint, options),
            (raw) => Fields.of(raw, 'token').text('accessToken'),
            signal,
          );
        case 'AADToken':
          return getToken({ audience: 'scoring', signal });
      }
    },
  };
}

function endpointFrom(raw: unknown, path: string, ref: EndpointRef): OnlineEndpoint {
  const fields = Fields.of(raw, path);
  const properties = fields.fields('properties');
  return {
    ref,
    location: fields.text('location'),
    authMode: authModeFrom(properties),
    traffic: properties.map('traffic', numberOf),
    state: properties.optionalText('provisioningState') ?? 'Succeeded',
    ...present('scoringUri', properties.optionalText('scoringUri')),
    ...present('description', properties.optionalText('description')),
    tags: textMap(fields, 'tags'),
    ...present('createdAt', createdAt(fields)),
  };
}

/** The service compares without regard to case, and answers in either. */
function authModeFrom(properties: Fields): AuthMode {
  const text = properties.text('authMode');
  const mode = authModes.find((known) => known.toLowerCase() === text.toLowerCase());
  if (!mode) {
    throw new DecodeError(`${properties.path}.authMode`, authModes.join(' or '), text);
  }
  return mode;
}

const authModes: readonly AuthMode[] = ['Key', 'AMLToken', 'AADToken'];

/** What the service made itself; it takes none of it back. */
const readOnlyResource = ['id', 'name', 'type', 'systemData'];
const readOnlyProperties = ['provisioningState', 'scoringUri', 'swaggerUri', 'keys'];

async function wireEndpoint(arm: ArmClient, ref: EndpointRef, signal: AbortSignal): Promise<Fields | undefined> {
  try {
    return await arm.get(endpointId(ref), machineLearningVersion, (raw) => Fields.of(raw, 'onlineEndpoint'), signal);
  } catch (error) {
    if (error instanceof AzureError && error.kind === 'notFound') {
      return undefined;
    }
    throw error;
  }
}

/** A PUT replaces: traffic, mirroring, identity and properties of an endpoint that is there stay only if they are sent again. */
function endpointBody(body: OnlineEndpointBody, there: Fields | undefined): unknown {
  const properties = there?.fields('properties');
  return {
    ...without(there, readOnlyResource),
    location: body.location,
    identity: there ? without(there.optionalFields('identity'), ['principalId', 'tenantId']) : identityBody(body.userAssignedIdentities),
    ...present('tags', body.tags && Object.fromEntries(body.tags)),
    properties: {
      traffic: {},
      ...without(properties, readOnlyProperties),
      authMode: body.authMode,
      ...present('description', body.description),
      ...present('publicNetworkAccess', body.publicNetworkAccess),
      properties: { ...without(properties?.optionalFields('properties'), []), ...Object.fromEntries(body.properties ?? []) },
    },
  };
}

function identityBody(userAssigned: readonly string[] | undefined): unknown {
  return userAssigned === undefined
    ? { type: 'SystemAssigned' }
    : { type: 'UserAssigned', userAssignedIdentities: Object.fromEntries(userAssigned.map((id) => [id, {}])) };
}

/** Zero entries are not sent: the service takes a missing deployment for zero, and refuses one that does not exist. */
function withTraffic(endpoint: Fields, traffic: ReadonlyMap<string, number>): unknown {
  return {
    ...without(endpoint, readOnlyResource),
    properties: {
      ...without(endpoint.fields('properties'), readOnlyProperties),
      traffic: Object.fromEntries([...traffic].filter(([, percent]) => percent > 0)),
    },
  };
}
