import type { Models } from '../azure/models';
import type { OnlineDeployment, OnlineDeployments } from '../azure/onlineDeployments';
import type { OnlineEndpoints } from '../azure/onlineEndpoints';
import type { WorkspaceRef } from '../azure/resourceRefs';
import type { ModelUploader } from '../azure/upload/uploadModel';
import type { Workspaces } from '../azure/workspaces';
import type { ProgressSink } from '../base/progress';
import type { DeploymentSpec } from '../documents/azureml/azureMlFile';

export interface CreateDeploymentPorts {
  readonly workspaces: Pick<Workspaces, 'get'>;
  readonly models: Pick<Models, 'nextVersion' | 'putVersion' | 'latest'>;
  readonly endpoints: Pick<OnlineEndpoints, 'get' | 'setTraffic'>;
  readonly deployments: Pick<OnlineDeployments, 'put'>;
  readonly uploader: ModelUploader;
  readonly progress: ProgressSink;
}

/**
 * Creates (or updates) a deployment: resolves or registers its model, waits for the deployment, and gives it all the
 * traffic when it is the endpoint's first. `baseFolder` is what a relative path of an inline model starts from.
 */
export async function createDeployment(
  workspace: WorkspaceRef,
  spec: DeploymentSpec,
  baseFolder: string,
  ports: CreateDeploymentPorts,
  signal: AbortSignal,
): Promise<OnlineDeployment> {
  throw new Error('stub');
}
