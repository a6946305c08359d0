import type { Access } from '../authorization';
import { ok } from '../armResponse';
import { workspaceGuid, type DirectorySubscription, type DirectoryWorkspace } from '../directory';
import { page } from '../paging';
import { workspaceScope } from '../resourceScope';
import { workspacePath, type Route } from '../route';

const provider = 'providers/Microsoft.MachineLearningServices/workspaces';

/** Reading of workspaces. They come from the directory, so there is nothing to create or delete. */
export function workspaceRoutes(access: Access): Route[] {
  return [
    {
      method: 'GET',
      path: `/subscriptions/{subscription}/${provider}`,
      answer: (request, values) => {
        const subscription = access.subscription(access.caller(request), values('subscription'));
        return page(request, subscription.workspaces, (it) => view(subscription, it));
      },
    },
    {
      method: 'GET',
      path: `/subscriptions/{subscription}/resourceGroups/{resourceGroup}/${provider}`,
      answer: (request, values) => {
        const subscription = access.subscription(access.caller(request), values('subscription'));
        const group = values('resourceGroup').toLowerCase();
        const found = subscription.workspaces.filter((it) => it.resourceGroup.toLowerCase() === group);
        return page(request, found, (it) => view(subscription, it));
      },
    },
    {
      method: 'GET',
      path: workspacePath,
      answer: (request, values) => {
        const caller = access.caller(request);
        const subscription = access.subscription(caller, values('subscription'));
        return ok(view(subscription, access.workspace(caller, subscription.id, values('resourceGroup'), values('workspace'))));
      },
    },
  ];
}

function view(subscription: DirectorySubscription, workspace: DirectoryWorkspace): unknown {
  const { id } = workspaceScope(subscription.id, workspace);
  return {
    id,
    name: workspace.name,
    type: 'Microsoft.MachineLearningServices/workspaces',
    location: workspace.location,
    kind: 'Default',
    tags: {},
    sku: { name: 'Basic', tier: 'Basic' },
    identity: { type: 'SystemAssigned', tenantId: subscription.tenantId, principalId: workspaceGuid(subscription.id, workspace) },
    properties: {
      workspaceId: workspaceGuid(subscription.id, workspace),
      friendlyName: workspace.name,
      description: '',
      publicNetworkAccess: 'Enabled',
      v1LegacyMode: false,
      provisioningState: 'Succeeded',
    },
  };
}
