import type { Fields } from '../../../base/decode';
import { ArmError, badRequest, notSupported } from '../armError';
import { inWorkspace, type WorkspaceAnswer } from '../inWorkspace';
import type { Access } from '../authorization';
import { checkEndpointName } from '../names';
import { accepted, operationUrl } from '../longRunning/operationAnswers';
import type { Operations } from '../longRunning/operations';
import type { WorkspaceScope } from '../resourceScope';
import { workspacePath, type Route } from '../route';
import { touched } from '../systemData';
import { oneOf, optionalTexts, textMap } from '../textFields';
import { authModes, type EndpointIdentity, type EndpointRecord } from './endpointRecord';
import { deploymentsOf, endpointIdOf, type Endpoints } from './endpoints';
import { newKey, type EndpointSecrets } from './endpointSecrets';
import { endpointView } from './endpointView';
import { liveTraffic, mirroredTraffic } from './traffic';

/** Creates an endpoint or replaces what it says: 201 or 200 at once, and an operation that goes on. */
export function putEndpointRoute(endpoints: Endpoints, operations: Operations, access: Access): Route {
  const answer: WorkspaceAnswer = async (request, values, scope) => {
    const name = values('endpoint');
    checkEndpointName(name, 'endpoint');
    const body = await request.body();
    const previous = endpoints.records.get(endpointIdOf(scope, name));
    if (!previous) {
      checkNameIsFree(endpoints, name, scope);
      checkRoom(endpoints, scope);
    }
    const draft = endpointFrom(body, { id: previous?.id ?? endpointIdOf(scope, name), previous, endpoints });
    let written = draft;
    let url = '';
    await operations.start({ kind: 'endpoint.put', resourceId: draft.id, endpointId: draft.id }, async (operation) => {
      url = operationUrl(request, scope, operation, 'Status');
      const own = { 'azureml.onlineendpointid': draft.id.toLowerCase(), AzureAsyncOperationUri: url };
      written = { ...draft, properties: { ...draft.properties, ...own } };
      if (!endpoints.secrets.get(draft.id)) {
        await endpoints.secrets.put(draft.id, initialKeys(body));
      }
      await endpoints.records.put(draft.id, written);
    });
    return accepted(previous ? 200 : 201, url, endpointView(written));
  };
  return { method: 'PUT', path: `${workspacePath}/onlineEndpoints/{endpoint}`, answer: inWorkspace(access, answer) };
}

/** The most endpoints that a subscription may have in a region (Azure docs, "Manage resources and quotas"). */
const MOST_ENDPOINTS = 100;

function checkRoom(endpoints: Endpoints, { subscriptionId, workspace }: WorkspaceScope): void {
  const own = endpoints.records.under(`/subscriptions/${subscriptionId}/`).filter((it) => it.location === workspace.location);
  if (own.length >= MOST_ENDPOINTS) {
    const message = `The subscription has ${MOST_ENDPOINTS} endpoints in region ${workspace.location}, the most that it may have.`;
    throw badRequest('OutOfQuota', message, 'endpoints');
  }
}

/** An endpoint is a host name in Azure, so its name is unique in a region. */
function checkNameIsFree(endpoints: Endpoints, name: string, scope: WorkspaceScope): void {
  const { location } = scope.workspace;
  const holder = endpoints.records.list().find((it) => it.name.toLowerCase() === name.toLowerCase() && it.location === location);
  if (holder) {
    throw badRequest(
      'BadArgument',
      `An online endpoint named ${name} already exists in region ${location}. Endpoint names are unique in a region.`,
      'name',
    );
  }
}

interface Context {
  readonly id: string;
  readonly previous: EndpointRecord | undefined;
  readonly endpoints: Endpoints;
}

function endpointFrom(body: Fields, { id, previous, endpoints }: Context): EndpointRecord {
  const location = body.optionalText('location');
  if (location === undefined) {
    throw badRequest('LocationRequired', 'The location property is required for this definition.', 'location');
  }
  if (previous && previous.location !== location) {
    const message = `The resource already exists in location '${previous.location}'. A resource with the same name cannot be created in location '${location}'.`;
    throw new ArmError(409, { code: 'InvalidResourceLocation', message });
  }
  const properties = body.fields('properties');
  if (properties.optionalText('compute')) {
    throw notSupported('endpoints on Kubernetes (properties.compute)');
  }
  const deployments = deploymentsOf(endpoints, id).map((it) => it.name);
  const traffic = liveTraffic(properties, deployments);
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    location,
    tags: textMap(body, 'tags'),
    identity: identityFrom(body.optionalFields('identity')),
    authMode: oneOf(properties, 'authMode', authModes),
    ...optionalTexts(properties, ['description']),
    // The service keeps what it was once given.
    properties: { ...previous?.properties, ...textMap(properties, 'properties') },
    traffic,
    mirrorTraffic: mirroredTraffic(properties, deployments, traffic),
    publicNetworkAccess: /^disabled$/i.test(properties.optionalText('publicNetworkAccess') ?? '') ? 'Disabled' : 'Enabled',
    provisioningState: previous ? 'Updating' : 'Creating',
    ...(previous?.scoring ? { scoring: previous.scoring } : {}),
    systemData: touched(previous?.systemData),
  };
}

function identityFrom(fields: Fields | undefined): EndpointIdentity {
  const ids = fields?.optionalFields('userAssignedIdentities')?.names;
  return { type: fields?.optionalText('type') ?? 'SystemAssigned', ...(ids ? { userAssignedIdentities: ids } : {}) };
}

/** The first keys may be chosen by whoever creates the endpoint (`properties.keys`). */
function initialKeys(body: Fields): EndpointSecrets {
  const keys = body.fields('properties').optionalFields('keys');
  return {
    primaryKey: keys?.optionalText('primaryKey') ?? newKey(),
    secondaryKey: keys?.optionalText('secondaryKey') ?? newKey(),
    tokenKey: newKey(),
  };
}
