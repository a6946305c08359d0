/** Where a resource is, as plain data: what trees, commands and journals carry around. */
export interface WorkspaceRef {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly workspace: string;
}

export interface ModelRef extends WorkspaceRef {
  readonly model: string;
}

export interface ModelVersionRef extends ModelRef {
  readonly version: string;
}

export interface EndpointRef extends WorkspaceRef {
  readonly endpoint: string;
}

export interface DeploymentRef extends EndpointRef {
  readonly deployment: string;
}

/** The endpoint that a deployment belongs to, and nothing more. */
export function endpointOf({ subscriptionId, resourceGroup, workspace, endpoint }: DeploymentRef): EndpointRef {
  return { subscriptionId, resourceGroup, workspace, endpoint };
}

/** `/subscriptions/{sub}/resourceGroups/{rg}/providers/Microsoft.MachineLearningServices/workspaces/{w}` */
export function workspaceId(ref: WorkspaceRef): string {
  const { subscriptionId, resourceGroup, workspace } = ref;
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`;
}

export function modelVersionId(ref: ModelVersionRef): string {
  return `${workspaceId(ref)}/models/${ref.model}/versions/${ref.version}`;
}

export function endpointId(ref: EndpointRef): string {
  return `${workspaceId(ref)}/onlineEndpoints/${ref.endpoint}`;
}

export function deploymentId(ref: DeploymentRef): string {
  return `${endpointId(ref)}/deployments/${ref.deployment}`;
}
