import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { templateOf, type FileTemplate } from '../../documents/azureml/templates';
import { yamlLanguage } from '../../manifest/languages';
import type { Command } from './command';

export const newModelFile: Command = (target) => newFile('model', target?.kind === 'file' ? target.path : undefined);
export const newEndpointFile: Command = (target) => newFile('endpoint', target?.kind === 'file' ? target.path : undefined);
export const newDeploymentFile: Command = (target) => newFile('deployment', target?.kind === 'file' ? target.path : undefined);

/** A file that is not saved yet, with the places to fill in; beside the file that is open, or in the folder of the window. */
async function newFile(kind: FileTemplate, folder: string | undefined): Promise<void> {
  const place = folder === undefined ? folderOfWindow() : vscode.Uri.file(folder);
  const uri = place && (await freeName(place, kind));
  const document = uri
    ? await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }))
    : await vscode.workspace.openTextDocument({ language: yamlLanguage });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(templateOf(kind)));
}

function folderOfWindow(): vscode.Uri | undefined {
  const open = vscode.window.activeTextEditor?.document.uri;
  return open?.scheme === 'file' ? vscode.Uri.file(dirname(open.fsPath)) : vscode.workspace.workspaceFolders?.[0]?.uri;
}

/** `model.yml`, or `model-2.yml` where that is there. */
async function freeName(folder: vscode.Uri, kind: FileTemplate): Promise<vscode.Uri> {
  const taken = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name.toLowerCase()));
  const open = vscode.workspace.textDocuments.map(({ uri }) => uri.fsPath);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${kind}.yml` : `${kind}-${number}.yml`;
    const uri = vscode.Uri.joinPath(folder, name);
    if (!taken.has(name) && !open.includes(uri.fsPath)) {
      return uri;
    }
  }
}
