import type { AzureMl } from '../../azure/azureMl';
import type { ProgressSink } from '../../base/progress';
import type { CreateDeploymentPorts } from '../../operations/createDeployment';
import type { CreateEndpointPorts } from '../../operations/createEndpoint';

/** A client with a place to tell what goes on: the ports of every operation. */
export type OperationPorts = AzureMl & { readonly progress: ProgressSink } & CreateDeploymentPorts & CreateEndpointPorts;

export function operationPorts(azure: AzureMl, progress: ProgressSink): OperationPorts {
  const { billed, directory, workspaces, datastores, models, endpoints, deployments, uploader } = azure;
  return { billed, directory, workspaces, datastores, models, endpoints, deployments, uploader, progress };
}
