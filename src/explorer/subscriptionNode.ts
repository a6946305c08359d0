import * as l10n from '@vscode/l10n';
import type { Subscription } from '../azure/directory';
import { branchId, type Branch } from './branch';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { factSheet } from './markdown';
import { emptyNode } from './noticeNodes';
import { pagedRows } from './pagedRows';
import { workspaceNode } from './workspaceNode';

/** The subscriptions that the session of `tenantId` sees. */
export async function subscriptionRows(branch: Branch, tenantId: string, signal: AbortSignal): Promise<readonly ExplorerNode[]> {
  const subscriptions = await branch.azure.directory.subscriptions(signal);
  if (subscriptions.length === 0) {
    return [
      emptyNode(
        `tenant/${tenantId}`,
        l10n.t('No subscriptions'),
        l10n.t('This account has no Azure subscription here. Sign in with another account, or ask an administrator for access to one.'),
      ),
    ];
  }
  return subscriptions.map((subscription) => subscriptionNode(branch, subscription));
}

function subscriptionNode(branch: Branch, subscription: Subscription): ExplorerNode {
  const { subscriptionId, displayName, state } = subscription;
  const id = `${branchId(branch.place)}/subscriptions/${subscriptionId}`;
  const usable = state === 'Enabled';
  return {
    id,
    label: displayName,
    ...(usable ? {} : { description: state }),
    icon: themeIcon('key'),
    contextValue: 'subscription',
    tooltip: factSheet(displayName, [
      [l10n.t('Subscription'), subscriptionId],
      [l10n.t('State'), state],
    ]),
    accessibilityLabel: usable ? l10n.t('Subscription {0}', displayName) : l10n.t('Subscription {0}, {1}', displayName, state),
    children: async (signal) =>
      pagedRows(
        await branch.azure.workspaces.list(subscriptionId, signal),
        {
          parentId: id,
          whenEmpty: emptyNode(
            id,
            l10n.t('No workspaces'),
            l10n.t('This subscription has no Azure Machine Learning workspace that this account may see.'),
          ),
          toRows: (workspaces) => Promise.resolve(workspaces.map((workspace) => workspaceNode(branch, workspace))),
        },
        signal,
      ),
  };
}
