import * as l10n from '@vscode/l10n';
import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { pathKind } from '../../base/pathKind';
import type { Target } from '../../explorer/explorerNode';
import { generateConfig, type GeneratedConfig } from '../../operations/generateConfig';
import { cancellableJob } from '../shell/cancellableJob';
import { openConfigs } from '../shell/openConfigs';
import { showProblems } from '../shell/showProblems';
import { tritonRelease } from '../shell/tritonRelease';
import type { Command, CommandServices } from './command';

/** Writes the configuration that fits a model. One that is there is shown beside it and replaced only when the user says so. */
export const generateConfigCommand: Command = async (target, services) => {
  const place = await modelOf(placeOf(target));
  const generated = await generatedFor(place);
  if (generated.file === undefined) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: generated.text, language: 'triton-config' }));
    return;
  }
  const file = vscode.Uri.file(generated.file);
  if ((await pathKind(generated.file)) === undefined) {
    await vscode.workspace.fs.writeFile(file, Buffer.from(generated.text));
    await vscode.window.showTextDocument(file);
    return;
  }
  const document = await vscode.workspace.openTextDocument(file);
  if (document.getText() === generated.text) {
    await vscode.window.showTextDocument(document);
    // Not awaited: the command is over, the notification may stay for as long as it is left.
    void tellThatItFits(file, generated);
  } else {
    await offerReplacement({ place, uri: document.uri, generated }, question(document.uri, generated), services);
  }
};

/** For the texts as they stand in the editors now. */
function generatedFor(place: string): Promise<GeneratedConfig> {
  return cancellableJob(l10n.t('Generating the configuration of {0}', basename(place)), (signal) =>
    generateConfig(place, { openTexts: openConfigs(), release: tritonRelease(vscode.Uri.file(place)), signal }),
  );
}

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

/** An ONNX file in a version folder stands for its model folder, with the configuration that is there; others for themselves. */
async function modelOf(place: string): Promise<string> {
  const version = dirname(place);
  const isVersion = /^(?:0|[1-9]\d*)$/.test(basename(version));
  return isVersion && extname(place) === '.onnx' && (await pathKind(place)) === 'file' ? dirname(version) : place;
}

async function tellThatItFits(file: vscode.Uri, { left }: GeneratedConfig): Promise<void> {
  const name = vscode.workspace.asRelativePath(file);
  const [first] = left;
  if (first === undefined) {
    await vscode.window.showInformationMessage(l10n.t('{0} is what fits the model already.', name));
    return;
  }
  const show = l10n.t('Show Problems');
  const text = l10n.t('There is nothing to add to {0}, but Triton refuses it. {1}', name, first.message);
  if ((await vscode.window.showWarningMessage(text, show)) === show) {
    await showProblems();
  }
}

interface Offer {
  /** What the configuration is for. */
  readonly place: string;
  /** The config.pbtxt that is there. */
  readonly uri: vscode.Uri;
  readonly generated: GeneratedConfig;
}

async function offerReplacement({ place, uri, generated }: Offer, asked: string, services: CommandServices): Promise<void> {
  const right = services.generated.put(uri.path, generated.text);
  await vscode.commands.executeCommand('vscode.diff', uri, right, l10n.t('{0} and what fits the model', basename(uri.fsPath)));
  const replace = l10n.t('Replace');
  if ((await vscode.window.showWarningMessage(asked, replace)) !== replace) {
    return;
  }
  // The question may have stood there for long: what was typed meanwhile must not be lost, and the editor may have been closed.
  const document = await vscode.workspace.openTextDocument(uri);
  const { version } = document;
  const now = await generatedFor(place);
  if (now.text !== generated.text || document.version !== version) {
    const changed = l10n.t('{0} has changed meanwhile. {1}', vscode.workspace.asRelativePath(uri), question(uri, now));
    await offerReplacement({ place, uri, generated: now }, changed, services);
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), generated.text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
  await closeDiff(right);
  await vscode.window.showTextDocument(document);
}

function question(file: vscode.Uri, { corrected }: GeneratedConfig): string {
  const name = vscode.workspace.asRelativePath(file);
  const [first] = corrected;
  if (first === undefined) {
    return l10n.t('There is a {0} already. Replace it by what fits the model?', name);
  }
  return corrected.length === 1
    ? l10n.t('{0} disagrees with the model. {1} Replace it by what fits the model?', name, first.message)
    : l10n.t(
        '{0} disagrees with the model in {1} places. The first: {2} Replace it by what fits the model?',
        name,
        corrected.length,
        first.message,
      );
}

async function closeDiff(right: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const diffs = tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === right.toString());
  await vscode.window.tabGroups.close(diffs);
}
