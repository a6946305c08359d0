import * as l10n from '@vscode/l10n';
import type { WorkspaceRef } from '../azure/resourceRefs';
import { workspaceRowId, type Branch } from './branch';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { loadModelNodes } from './modelNode';
import { emptyNode } from './noticeNodes';
import { pagedRows } from './pagedRows';

export function modelsNode(branch: Branch, workspace: WorkspaceRef): ExplorerNode {
  const id = `${workspaceRowId(branch.place, workspace)}/models`;
  const label = l10n.t('Models');
  const isLocal = branch.place.kind === 'emulator';
  const whenEmpty = emptyNode(
    id,
    l10n.t('No models yet'),
    l10n.t('Right-click a model repository folder in the Explorer and select Register Model… or Deploy to Endpoint….'),
  );
  return {
    id,
    label,
    icon: themeIcon('package'),
    contextValue: 'models',
    tooltip: isLocal
      ? l10n.t('Models registered in the local emulator')
      : l10n.t('Models registered in workspace {0}', workspace.workspace),
    accessibilityLabel: isLocal ? l10n.t('Models of the local emulator') : l10n.t('Models of workspace {0}', workspace.workspace),
    target: { kind: 'workspace', place: branch.place, workspace },
    expanded: isLocal,
    children: async (signal) =>
      pagedRows(
        await branch.azure.models.list(workspace, signal),
        {
          parentId: id,
          whenEmpty,
          toRows: (models, again) => loadModelNodes(branch, models, again),
        },
        signal,
      ),
  };
}
