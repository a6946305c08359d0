import type { Collection } from '../../state/collection';
import { notFound } from '../armError';
import type { WorkspaceScope } from '../resourceScope';
import type { DeploymentRecord } from '../deployments/deploymentRecord';
import type { EndpointRecord } from './endpointRecord';
import type { EndpointSecrets } from './endpointSecrets';

/** The endpoints of all workspaces with what hangs on them. */
export interface Endpoints {
  readonly records: Collection<EndpointRecord>;
  readonly deployments: Collection<DeploymentRecord>;
  /** By endpoint id. */
  readonly secrets: Collection<EndpointSecrets>;
}

export function endpointIdOf(scope: WorkspaceScope, name: string): string {
  return `${scope.id}/onlineEndpoints/${name}`;
}

/** 404 when there is none. */
export function findEndpoint(endpoints: Endpoints, scope: WorkspaceScope, name: string): EndpointRecord {
  const record = endpoints.records.get(endpointIdOf(scope, name));
  if (!record) {
    throw notFound('ResourceNotFound', `Online endpoint ${name} was not found in workspace ${scope.workspace.name}.`);
  }
  return record;
}

export function deploymentsOf(endpoints: Endpoints, endpointId: string): DeploymentRecord[] {
  return endpoints.deployments.under(`${endpointId}/deployments/`);
}
