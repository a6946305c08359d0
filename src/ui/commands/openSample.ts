import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { Cancelled } from '../../base/errors';
import { back } from '../wizard/runWizard';
import type { Command, CommandServices } from './command';

const folderName = 'triton-sample';

/** Copies the sample to a folder that the user chooses and opens it. Nothing that is there is overwritten. */
export const openSample: Command = async (_target, services) => {
  const folder = await freeFolder(await pickParent());
  const way = vscode.workspace.workspaceFolders === undefined ? 'here' : await askWay(folder, services);
  await vscode.workspace.fs.copy(services.sample, folder, { overwrite: false });
  await open(folder, way, services);
};

async function pickParent(): Promise<vscode.Uri> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      defaultUri: vscode.Uri.file(homedir()),
      title: l10n.t('Select where the folder {0} is made', folderName),
      openLabel: l10n.t('Copy Sample Here'),
    })) ?? [];
  if (!parent) {
    throw new Cancelled();
  }
  return parent;
}

/** `triton-sample`, or `triton-sample-2` and so on where that is there already. */
async function freeFolder(parent: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 1; ; number += 1) {
    const folder = vscode.Uri.joinPath(parent, number === 1 ? folderName : `${folderName}-${number}`);
    if (!(await exists(folder))) {
      return folder;
    }
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return false;
    }
    throw error;
  }
}

type Way = 'here' | 'new' | 'add';

async function askWay(folder: vscode.Uri, { prompts }: CommandServices): Promise<Way> {
  const chosen = await prompts.pick<Way>(
    { title: l10n.t('Open Sample Repository'), step: 1, totalSteps: 1, canGoBack: false },
    {
      placeholder: l10n.t('The sample is copied to {0}', folder.fsPath),
      choices: () =>
        Promise.resolve([
          { label: l10n.t('Add to this window'), description: l10n.t('beside the folders that are open'), icon: 'add', value: 'add' },
          { label: l10n.t('Open in a new window'), icon: 'empty-window', value: 'new' },
          { label: l10n.t('Open in this window'), description: l10n.t('closes the folders that are open'), icon: 'window', value: 'here' },
        ]),
    },
  );
  if (chosen === back) {
    throw new Cancelled();
  }
  return chosen;
}

async function open(folder: vscode.Uri, way: Way, { resumeEmulatorAfterReload }: CommandServices): Promise<void> {
  if (way !== 'new') {
    // Another first folder, or a second one, starts the extension host anew, and with it ends what it has started.
    await resumeEmulatorAfterReload();
  }
  if (way === 'add') {
    vscode.workspace.updateWorkspaceFolders(vscode.workspace.workspaceFolders?.length ?? 0, 0, { uri: folder });
    return;
  }
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: way === 'new', forceReuseWindow: way === 'here' });
}
