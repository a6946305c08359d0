import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { deploymentId, endpointId, modelVersionId, workspaceId } from '../../azure/resourceRefs';
import type { Target } from '../../explorer/explorerNode';
import type { Command } from './command';

export const copyId: Command = async (target) => {
  const id = target && idOf(target);
  if (id !== undefined) {
    await vscode.env.clipboard.writeText(id);
    vscode.window.setStatusBarMessage(l10n.t('Resource ID copied'), 5000);
  }
};

function idOf(target: Target): string | undefined {
  switch (target.kind) {
    case 'workspace':
      return workspaceId(target.workspace);
    case 'model':
      return `${workspaceId(target.model)}/models/${target.model.model}`;
    case 'modelVersion':
      return modelVersionId(target.version);
    case 'endpoint':
      return endpointId(target.endpoint);
    case 'deployment':
      return deploymentId(target.deployment);
    default:
      return undefined;
  }
}
