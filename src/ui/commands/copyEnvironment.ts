import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { environmentLines, type Shell } from '../../operations/sdkEnvironment';
import { back } from '../wizard/runWizard';
import type { Command } from './command';

/** Copies what points Azure's own clients at the emulator, for the shell that is chosen. It holds the token: copying it is the person's act. */
export const copyEnvironment: Command = async (_target, { emulator, prompts }) => {
  const address = emulator.address();
  const title = l10n.t('Copy Environment for Azure SDKs');
  const shell = await prompts.pick<Shell>(
    { title, step: 1, totalSteps: 1, canGoBack: false },
    {
      placeholder: l10n.t('Select the shell that the lines are for'),
      choices: () =>
        Promise.resolve([
          { label: 'bash, zsh, sh', value: 'posix', icon: 'terminal-bash' },
          { label: 'PowerShell', value: 'powershell', icon: 'terminal-powershell' },
          { label: 'cmd', value: 'cmd', icon: 'terminal-cmd' },
        ]),
      isActive: (value) => value === (process.platform === 'win32' ? 'powershell' : 'posix'),
    },
  );
  if (shell === back) {
    return;
  }
  await vscode.env.clipboard.writeText(environmentLines(address, shell));
  const open = l10n.t('Show How to Use It');
  const message = l10n.t('The variables are copied, with the token of the emulator. The token is valid until the emulator is stopped.');
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand('markdown.showPreview', emulator.manual);
  }
};
