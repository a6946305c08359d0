import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Cancelled } from '../../base/errors';
import { explorerView } from '../../manifest/views';
import { requireTrust } from '../shell/requireTrust';
import type { Command } from './command';

export const startEmulator: Command = async (_target, { emulator }) => {
  requireTrust();
  await vscode.window.withProgress({ location: { viewId: explorerView } }, () => emulator.start(AbortSignal.timeout(60_000)));
};

export const stopEmulator: Command = async (_target, { emulator }) => {
  if (!emulator.isRunning()) {
    await vscode.window.showInformationMessage(l10n.t('The local emulator is not running.'));
    return;
  }
  await vscode.window.withProgress({ location: { viewId: explorerView } }, () => emulator.stop());
};

export const resetEmulator: Command = async (_target, { emulator }) => {
  const wasRunning = emulator.isRunning();
  const reset = l10n.t('Reset');
  const detail = wasRunning
    ? l10n.t(
        'All of its models, endpoints, deployments and logs go; running deployments stop. Your folders and everything in Azure stay. It is started again, empty.',
      )
    : l10n.t('All of its models, endpoints, deployments and logs go. Your folders and everything in Azure stay.');
  const answer = await vscode.window.showWarningMessage(l10n.t('Reset the local emulator?'), { modal: true, detail }, reset);
  if (answer !== reset) {
    throw new Cancelled();
  }
  await vscode.window.withProgress({ location: { viewId: explorerView } }, async () => {
    await emulator.reset();
    if (wasRunning) {
      await emulator.start(AbortSignal.timeout(60_000));
    }
  });
};

export const showEmulatorLog: Command = (_target, { emulator }) => {
  emulator.showLog();
  return Promise.resolve();
};
