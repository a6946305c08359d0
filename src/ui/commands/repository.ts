import * as l10n from '@vscode/l10n';
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { pathKind } from '../../base/pathKind';
import type { Target } from '../../explorer/explorerNode';
import { generateConfig } from '../../operations/generateConfig';
import { scaffoldRepository } from '../../operations/scaffoldRepository';
import { checkPaths, type CheckedFile } from '../../validation/checkPaths';
import { tritonRelease } from '../shell/tritonRelease';
import type { Command } from './command';

/** Checks a folder, or all that are open, and shows what is found in the Problems view. */
export const checkRepositoryCommand: Command = async (target, { findings }) => {
  const paths = target?.kind === 'file' ? [target.path] : openFolders();
  const checkedAt = Date.now();
  const files = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t('Checking {0}', shown(paths)), cancellable: true },
    (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort(new vscode.CancellationError());
      });
      return checkEach(paths, abort.signal);
    },
  );
  findings.show(files, checkedAt);
  const faulty = files.filter((file) => file.findings.length > 0);
  // Not awaited: the command is over, the notification may stay for as long as it is left.
  void tell(faulty.flatMap((file) => file.findings).length, faulty.length, paths);
};

/** Each for the release that its settings name; what lies in two of them once. */
async function checkEach(paths: readonly string[], signal: AbortSignal): Promise<readonly CheckedFile[]> {
  const checked = new Map<string, CheckedFile>();
  for (const path of paths) {
    for (const one of await checkPaths([path], signal, tritonRelease(vscode.Uri.file(path)))) {
      checked.set(one.file, one);
    }
  }
  return [...checked.values()];
}

async function tell(problems: number, files: number, paths: readonly string[]): Promise<void> {
  if (problems === 0) {
    await vscode.window.showInformationMessage(l10n.t('Nothing is wrong in {0}.', shown(paths)));
    return;
  }
  const show = l10n.t('Show Problems');
  const text = l10n.t('The check of {0} is done. Problems: {1}. Files with problems: {2}.', shown(paths), problems, files);
  if ((await vscode.window.showWarningMessage(text, show)) === show) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

function openFolders(): string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  if (folders.length === 0) {
    throw new UserError(l10n.t('Open the folder of a model repository first.'), 'no-folder');
  }
  return folders;
}

function shown(paths: readonly string[]): string {
  return paths.map((path) => basename(path)).join(', ');
}

/** Writes the configuration that fits a model. One that is there is shown beside it and replaced only when the user says so. */
export const generateConfigCommand: Command = async (target) => {
  const place = placeOf(target);
  const text = await generateConfig(place);
  const folder = await modelFolderOf(place);
  const file = folder === undefined ? undefined : join(folder, 'config.pbtxt');
  if (file === undefined) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text, language: 'triton-config' }));
  } else if ((await pathKind(file)) === undefined) {
    await vscode.workspace.fs.writeFile(vscode.Uri.file(file), Buffer.from(text));
    await vscode.window.showTextDocument(vscode.Uri.file(file));
  } else {
    await offerReplacement(vscode.Uri.file(file), text);
  }
};

function placeOf(target: Target | undefined): string {
  const editor = vscode.window.activeTextEditor?.document;
  if (target?.kind === 'file') {
    return basename(target.path) === 'config.pbtxt' ? dirname(target.path) : target.path;
  }
  if (editor?.uri.scheme === 'file' && basename(editor.fileName) === 'config.pbtxt') {
    return dirname(editor.fileName);
  }
  throw new UserError(l10n.t('Right-click a model folder or an ONNX file in the Explorer, or open a config.pbtxt first.'), 'no-model');
}

/** The folder whose configuration it is; undefined for an ONNX file that lies in no version folder. */
async function modelFolderOf(place: string): Promise<string | undefined> {
  if ((await pathKind(place)) === 'folder') {
    return place;
  }
  const version = dirname(place);
  return extname(place) === '.onnx' && /^(?:0|[1-9]\d*)$/.test(basename(version)) ? dirname(version) : undefined;
}

async function offerReplacement(file: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  if (document.getText() === text) {
    await vscode.window.showTextDocument(document);
    void vscode.window.showInformationMessage(l10n.t('{0} is what fits the model already.', vscode.workspace.asRelativePath(file)));
    return;
  }
  const generated = await vscode.workspace.openTextDocument({ content: text, language: 'triton-config' });
  await vscode.commands.executeCommand('vscode.diff', file, generated.uri, l10n.t('{0} and what fits the model', basename(file.fsPath)));
  const replace = l10n.t('Replace');
  const question = l10n.t('There is a {0} already. Replace it by what fits the model?', vscode.workspace.asRelativePath(file));
  if ((await vscode.window.showWarningMessage(question, replace)) === replace) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(file, new vscode.Range(0, 0, document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
    await vscode.window.showTextDocument(document);
  }
}

/** Makes a repository from one ONNX file and opens its configuration. */
export const scaffoldRepositoryCommand: Command = async (target) => {
  if (target?.kind !== 'file' || extname(target.path) !== '.onnx') {
    throw new UserError(l10n.t('Right-click an ONNX file in the Explorer first.'), 'no-onnx');
  }
  const { folder, made } = await scaffoldRepository(target.path);
  await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'config.pbtxt')));
  void vscode.window.showInformationMessage(l10n.t('Made {0}. The ONNX file itself stays where it is.', made.join(', ')));
};
