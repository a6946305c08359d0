import * as l10n from '@vscode/l10n';
import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { scaffoldRepository } from '../../operations/scaffoldRepository';
import type { CheckedFile } from '../../validation/checkPaths';
import { showProblems } from '../shell/showProblems';
import { checkWithProgress, namesOf } from './checkWithProgress';
import type { Command } from './command';

/** Checks a folder, or all that are open, and shows what is found in the Problems view. */
export const checkRepositoryCommand: Command = async (target, { findings }) => {
  const paths = target?.kind === 'file' ? [target.path] : openFolders();
  const checkedAt = Date.now();
  const files = await checkWithProgress(paths);
  findings.show(files, checkedAt);
  // Not awaited: the command is over, the notification may stay for as long as it is left.
  void tell(files, paths);
};

async function tell(files: readonly CheckedFile[], paths: readonly string[]): Promise<void> {
  const faulty = files.filter(({ findings }) => findings.length > 0);
  if (files.length === 0) {
    const text = l10n.t(
      'There is nothing to check in {0}: no model repository, no config.pbtxt and no Azure ML YAML. A repository holds a folder for each model, with a folder for each version: {1}',
      namesOf(paths),
      join('model_1', '1', 'model.onnx'),
    );
    await vscode.window.showWarningMessage(text);
  } else if (faulty.length === 0) {
    await vscode.window.showInformationMessage(l10n.t('Nothing is wrong in {0}. Files checked: {1}.', namesOf(paths), files.length));
  } else {
    const show = l10n.t('Show Problems');
    const problems = faulty.flatMap(({ findings }) => findings).length;
    const text = l10n.t('The check of {0} is done. Problems: {1}. Files with problems: {2}.', namesOf(paths), problems, faulty.length);
    if ((await vscode.window.showWarningMessage(text, show)) === show) {
      await showProblems();
    }
  }
}

function openFolders(): string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  if (folders.length === 0) {
    throw new UserError(l10n.t('Open the folder of a model repository first.'), 'no-folder');
  }
  return folders;
}

/** Makes a repository from one ONNX file and opens its configuration. */
export const scaffoldRepositoryCommand: Command = async (target) => {
  if (target?.kind !== 'file' || extname(target.path) !== '.onnx') {
    throw new UserError(l10n.t('Right-click an ONNX file in the Explorer first.'), 'no-onnx');
  }
  const { folder, made } = await scaffoldRepository(target.path);
  await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'config.pbtxt')));
  const name = basename(folder);
  const place = vscode.workspace.asRelativePath(folder);
  const text =
    name === basename(target.path, '.onnx')
      ? l10n.t('Made the folder {0} with {1}. The ONNX file itself stays where it is.', place, made.join(', '))
      : l10n.t(
          'Made the folder {0} with {1}. Requests name the model {2}, as its folder. The ONNX file itself stays where it is.',
          place,
          made.join(', '),
          name,
        );
  void vscode.window.showInformationMessage(text);
};
