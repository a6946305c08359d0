import * as l10n from '@vscode/l10n';
import type { WorkspaceRef } from '../azure/resourceRefs';
import type { Workspace } from '../azure/workspaces';
import { workspaceRowId, type Branch } from './branch';
import { endpointsNode } from './endpointsNode';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { factSheet } from './markdown';
import { modelsNode } from './modelsNode';

export function workspaceNode(branch: Branch, { ref, location }: Workspace): ExplorerNode {
  return {
    id: workspaceRowId(branch.place, ref),
    label: ref.workspace,
    description: location,
    icon: themeIcon('server-environment'),
    contextValue: 'workspace',
    tooltip: factSheet(ref.workspace, [
      [l10n.t('Region'), location],
      [l10n.t('Resource group'), ref.resourceGroup],
      [l10n.t('Subscription'), ref.subscriptionId],
    ]),
    accessibilityLabel: l10n.t('Workspace {0}, region {1}', ref.workspace, location),
    target: { kind: 'workspace', place: branch.place, workspace: ref },
    children: () => Promise.resolve(workspaceSections(branch, ref)),
  };
}

/** What stands under a workspace, and under the emulator in place of its only one. */
export function workspaceSections(branch: Branch, workspace: WorkspaceRef): readonly ExplorerNode[] {
  return [modelsNode(branch, workspace), endpointsNode(branch, workspace)];
}
