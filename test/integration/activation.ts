import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/manifest/commands';
import type { Checks } from './index';

export const extensionId = 'triton-azureml.triton-azureml';

export const activation: Checks = {
  'is not active before anything of it is used': () => {
    assert.equal(extension().isActive, false);
  },

  'activates on a command and registers every command of the manifest': async () => {
    await extension().activate();
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      commandIds.filter((id) => !registered.includes(id)),
      [],
    );
  },

  'asks for no account by activating': async () => {
    const session = await vscode.authentication.getSession('microsoft', ['https://management.core.windows.net/.default'], { silent: true });
    assert.equal(session, undefined);
  },

  'runs where the files are': () => {
    assert.equal(extension().extensionKind, vscode.ExtensionKind.Workspace);
  },
};

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(extensionId);
  assert.ok(found, `${extensionId} is not installed`);
  return found;
}
