import type { ModelVersionRef, WorkspaceRef } from '../azure/resourceRefs';
import type { OnlineDeployment } from '../azure/onlineDeployments';
import type { EndpointSpec } from '../documents/azureml/azureMlFile';
import type { CreateDeploymentPorts } from './createDeployment';
import type { CreateEndpointPorts } from './createEndpoint';
import type { ModelToRegister } from './registerModel';

/** What the wizard asked for. */
export interface DeploymentPlan {
  readonly workspace: WorkspaceRef;
  /** A folder to register first, or a version that is there. */
  readonly model:
    { readonly kind: 'register'; readonly model: ModelToRegister } | { readonly kind: 'existing'; readonly ref: ModelVersionRef };
  /** A new endpoint to create first, or the name of one that is there. */
  readonly endpoint: { readonly kind: 'create'; readonly spec: EndpointSpec } | { readonly kind: 'existing'; readonly name: string };
  readonly deployment: string;
  readonly instanceType: string;
  readonly instanceCount: number;
}

/** Folder to served model in one go: register, endpoint, deployment, traffic. */
export async function deployRepository(
  plan: DeploymentPlan,
  ports: CreateDeploymentPorts & CreateEndpointPorts,
  signal: AbortSignal,
): Promise<OnlineDeployment> {
  throw new Error('stub');
}
