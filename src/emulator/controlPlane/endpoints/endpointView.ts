import { resourceType } from '../resourceScope';
import { systemDataView } from '../systemData';
import type { EndpointIdentity, EndpointRecord } from './endpointRecord';

/** OnlineEndpoint as the service answers it. `keys` are never in it, `compute` is for Kubernetes only. */
export function endpointView(record: EndpointRecord): unknown {
  const { id, name, location, tags, identity, systemData, scoring, provisioningState, ...properties } = record;
  return {
    id,
    name,
    type: resourceType('onlineEndpoints'),
    location,
    kind: 'Managed',
    tags,
    identity: identityView(identity),
    systemData: systemDataView(systemData),
    properties: {
      description: null,
      ...properties,
      compute: null,
      keys: null,
      provisioningState,
      scoringUri: scoring ? `${scoring.origin}/score` : null,
      swaggerUri: scoring ? `${scoring.origin}/swagger.json` : null,
    },
  };
}

function identityView(identity: EndpointIdentity): unknown {
  const ids = Object.fromEntries((identity.userAssignedIdentities ?? []).map((id) => [id, {}]));
  return { type: identity.type, ...(identity.userAssignedIdentities ? { userAssignedIdentities: ids } : {}) };
}
