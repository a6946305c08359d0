import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';

/** Commands that run a process or upload files are for trusted folders only. The menus hide them, keyboard shortcuts and links do not. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(
      l10n.t('This folder is open in Restricted Mode, in which nothing is started or uploaded. Trust the folder to use this command.'),
      'untrusted',
    );
  }
}
