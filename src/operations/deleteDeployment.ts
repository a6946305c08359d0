import type { OnlineDeployments } from '../azure/onlineDeployments';
import type { OnlineEndpoints } from '../azure/onlineEndpoints';
import type { DeploymentRef } from '../azure/resourceRefs';
import type { ProgressSink } from '../base/progress';

export interface DeleteDeploymentPorts {
  readonly endpoints: Pick<OnlineEndpoints, 'get' | 'setTraffic'>;
  readonly deployments: Pick<OnlineDeployments, 'delete'>;
  readonly progress: ProgressSink;
}

/** Takes the deployment's traffic away first, since Azure refuses to delete one that has some (azureml.md 9.2), then deletes it. */
export async function deleteDeployment(ref: DeploymentRef, ports: DeleteDeploymentPorts, signal: AbortSignal): Promise<void> {
  throw new Error('stub');
}
