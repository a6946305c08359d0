import type { OnlineEndpoint, OnlineEndpoints } from '../azure/onlineEndpoints';
import type { WorkspaceRef } from '../azure/resourceRefs';
import type { Workspaces } from '../azure/workspaces';
import type { ProgressSink } from '../base/progress';
import type { EndpointSpec } from '../documents/azureml/azureMlFile';

export interface CreateEndpointPorts {
  readonly workspaces: Pick<Workspaces, 'get'>;
  readonly endpoints: Pick<OnlineEndpoints, 'put'>;
  readonly progress: ProgressSink;
}

/** Creates the endpoint, or updates it where it is there already. */
export async function createEndpoint(
  workspace: WorkspaceRef,
  spec: EndpointSpec,
  ports: CreateEndpointPorts,
  signal: AbortSignal,
): Promise<OnlineEndpoint> {
  throw new Error('stub');
}
