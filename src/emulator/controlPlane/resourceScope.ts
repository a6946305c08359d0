import type { DirectoryWorkspace } from './directory';

/** A workspace that a request is about, in the casing of the directory. */
export interface WorkspaceScope {
  readonly subscriptionId: string;
  readonly workspace: DirectoryWorkspace;
  /** `/subscriptions/…/workspaces/{name}`, the start of every id below it. */
  readonly id: string;
}

export function workspaceScope(subscriptionId: string, workspace: DirectoryWorkspace): WorkspaceScope {
  const { resourceGroup, name } = workspace;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
  return { subscriptionId, workspace, id };
}

/** `Microsoft.MachineLearningServices/workspaces/onlineEndpoints`, … */
export function resourceType(kind: string): string {
  return `Microsoft.MachineLearningServices/workspaces/${kind}`;
}
