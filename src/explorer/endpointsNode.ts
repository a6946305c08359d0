import * as l10n from '@vscode/l10n';
import type { WorkspaceRef } from '../azure/resourceRefs';
import { workspaceRowId, type Branch } from './branch';
import { endpointNode } from './endpointNode';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { emptyNode } from './noticeNodes';
import { pagedRows } from './pagedRows';

export function endpointsNode(branch: Branch, workspace: WorkspaceRef): ExplorerNode {
  const id = `${workspaceRowId(branch.place, workspace)}/onlineEndpoints`;
  const label = l10n.t('Endpoints');
  const isLocal = branch.place.kind === 'emulator';
  const whenEmpty = emptyNode(
    id,
    l10n.t('No endpoints yet'),
    l10n.t('Right-click a model repository folder in the Explorer and select Deploy to Endpoint….'),
  );
  return {
    id,
    label,
    icon: themeIcon('broadcast'),
    contextValue: 'endpoints',
    tooltip: isLocal ? l10n.t('Online endpoints of the local emulator') : l10n.t('Online endpoints of workspace {0}', workspace.workspace),
    accessibilityLabel: isLocal ? l10n.t('Endpoints of the local emulator') : l10n.t('Endpoints of workspace {0}', workspace.workspace),
    target: { kind: 'workspace', place: branch.place, workspace },
    expanded: isLocal,
    children: async (signal) =>
      pagedRows(
        await branch.azure.endpoints.list(workspace, signal),
        {
          parentId: id,
          whenEmpty,
          toRows: (endpoints) => Promise.resolve(endpoints.map((endpoint) => endpointNode(branch, endpoint))),
        },
        signal,
      ),
  };
}
