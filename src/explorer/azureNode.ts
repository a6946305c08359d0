import * as l10n from '@vscode/l10n';
import type { Branch } from './branch';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { emptyNode } from './noticeNodes';
import { subscriptionRows } from './subscriptionNode';
import { tenantNode } from './tenantNode';

/** What the window knows of the Microsoft account without asking anybody. */
export type AccountState =
  | { readonly kind: 'signedOut' }
  | {
      readonly kind: 'signedIn';
      /** `ada@contoso.com` */
      readonly label: string;
      /** A client with the session of one tenant; of the account's home tenant when absent. */
      readonly branch: (tenantId: string | undefined) => Branch;
    };

const id = 'azure';

/** The row of Azure: tenants, or the subscriptions at once where there is one tenant. */
export function azureNode(account: AccountState): ExplorerNode {
  const label = l10n.t('Azure');
  if (account.kind === 'signedOut') {
    return {
      id,
      label,
      description: l10n.t('signed out'),
      icon: themeIcon('azure'),
      contextValue: 'signedOut',
      tooltip: l10n.t('Sign in to Azure to see your workspaces.'),
      accessibilityLabel: l10n.t('Azure, signed out. Sign in to see your workspaces.'),
    };
  }
  return {
    id: `${id}/${account.label}`,
    label,
    description: account.label,
    icon: themeIcon('azure'),
    contextValue: 'account',
    tooltip: l10n.t('Signed in as {0}', account.label),
    accessibilityLabel: l10n.t('Azure, signed in as {0}', account.label),
    children: (signal) => tenantRows(account.branch, signal),
  };
}

async function tenantRows(branch: (tenantId: string | undefined) => Branch, signal: AbortSignal): Promise<readonly ExplorerNode[]> {
  const tenants = await branch(undefined).azure.directory.tenants(signal);
  const [only, ...others] = tenants;
  if (!only) {
    return [
      emptyNode(id, l10n.t('No tenants'), l10n.t('This account belongs to no Microsoft Entra tenant. Sign in with another account.')),
    ];
  }
  return others.length === 0
    ? subscriptionRows(branch(only.tenantId), only.tenantId, signal)
    : tenants.map((tenant) => tenantNode(branch(tenant.tenantId), tenant));
}
