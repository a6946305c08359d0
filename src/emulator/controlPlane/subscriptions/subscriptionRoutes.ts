import type { Access } from '../authorization';
import type { Directory, DirectorySubscription, DirectoryWorkspace } from '../directory';
import { page } from '../paging';
import type { Route } from '../route';

/** Tenants, subscriptions and resource groups (Microsoft.Resources, 2022-12-01 and 2021-04-01). */
export function subscriptionRoutes(directory: Directory, access: Access): Route[] {
  return [
    {
      method: 'GET',
      path: '/tenants',
      answer: (request) => {
        access.caller(request);
        return page(request, directory.tenants, tenantView);
      },
    },
    {
      method: 'GET',
      path: '/subscriptions',
      answer: (request) => page(request, access.visible(access.caller(request)), subscriptionView),
    },
    {
      method: 'GET',
      path: '/subscriptions/{subscription}/resourceGroups',
      answer: (request, values) => {
        const subscription = access.subscription(access.caller(request), values('subscription'));
        return page(request, resourceGroups(subscription), (it) => it, ['$top']);
      },
    },
  ];
}

function tenantView(tenant: Directory['tenants'][number]): unknown {
  return { id: `/tenants/${tenant.tenantId}`, tenantId: tenant.tenantId, displayName: tenant.displayName, tenantCategory: 'Home' };
}

function subscriptionView(subscription: DirectorySubscription): unknown {
  const { id, displayName, tenantId, state } = subscription;
  const policies = { locationPlacementId: 'Public_2014-09-01', quotaId: 'PayAsYouGo_2014-09-01', spendingLimit: 'Off' };
  return { id: `/subscriptions/${id}`, subscriptionId: id, displayName, tenantId, state, subscriptionPolicies: policies };
}

/** There are as many as workspaces name. */
function resourceGroups(subscription: DirectorySubscription): unknown[] {
  const first = new Map<string, DirectoryWorkspace>();
  for (const workspace of subscription.workspaces) {
    const key = workspace.resourceGroup.toLowerCase();
    first.set(key, first.get(key) ?? workspace);
  }
  return [...first.values()].map(({ resourceGroup, location }) => ({
    id: `/subscriptions/${subscription.id}/resourceGroups/${resourceGroup}`,
    name: resourceGroup,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    properties: { provisioningState: 'Succeeded' },
  }));
}
