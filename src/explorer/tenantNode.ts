import * as l10n from '@vscode/l10n';
import type { Tenant } from '../azure/directory';
import type { Branch } from './branch';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { factSheet } from './markdown';
import { subscriptionRows } from './subscriptionNode';

export function tenantNode(branch: Branch, { tenantId, displayName }: Tenant): ExplorerNode {
  return {
    id: `tenant/${tenantId}`,
    label: displayName,
    icon: themeIcon('organization'),
    contextValue: 'tenant',
    tooltip: factSheet(displayName, [[l10n.t('Tenant'), tenantId]]),
    accessibilityLabel: l10n.t('Tenant {0}', displayName),
    target: { kind: 'tenant', place: branch.place },
    children: (signal) => subscriptionRows(branch, tenantId, signal),
  };
}
