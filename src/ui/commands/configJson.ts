import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled, UserError } from '../../base/errors';
import { writeJsonLines } from '../../base/writeJson';
import { configFromJson, isConfigJson } from '../../documents/pbtxt/configFromJson';
import { configJson } from '../../documents/pbtxt/configJson';
import { readModelConfig } from '../../documents/pbtxt/modelConfig';
import { writeConfig } from '../../documents/pbtxt/writeConfig';
import { configLanguage, isConfigDocument } from '../../manifest/languages';
import type { Command } from './command';

/** Where a server shows the configuration of a model. */
const ADDRESS = '/v2/models/MODEL/config';

/** Turns the JSON of the clipboard, or that of the editor, into the text of a config.pbtxt. */
export const pasteConfigJson: Command = async () => {
  const json = await jsonOfUser();
  const { message, problems } = configFromJson(json);
  if (problems.length > 0) {
    throw new UserError(refusal(problems), 'bad-config-json');
  }
  await show(writeConfig(message));
};

async function jsonOfUser(): Promise<string> {
  const copied = await vscode.env.clipboard.readText();
  if (isConfigJson(copied)) {
    return copied;
  }
  const editor = vscode.window.activeTextEditor;
  if (editor && /^jsonc?$/.test(editor.document.languageId)) {
    return editor.document.getText(editor.selection.isEmpty ? undefined : editor.selection);
  }
  // What begins as JSON was meant; its faults are said.
  if (/^\ufeff?\s*\{/.test(copied)) {
    return copied;
  }
  const words = l10n.t(
    'There is no configuration to paste. Copy the JSON that a server answers at {0}, and run the command again.',
    ADDRESS,
  );
  throw new UserError(words, 'no-config-json');
}

function refusal([first = '', ...others]: readonly string[]): string {
  const text = l10n.t('The JSON is not the configuration of a model. {0}', first);
  return others.length === 0 ? text : l10n.t('{0} More problems: {1}.', text, others.length);
}

/** Into the configuration that is open, where it can be undone; else into a new one that is not saved yet. */
async function show(text: string): Promise<void> {
  const open = vscode.window.activeTextEditor?.document;
  if (!open || !isConfigDocument(open)) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text, language: configLanguage }));
    return;
  }
  if (open.getText().trim() !== '') {
    await confirmReplacing(basename(open.fileName));
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(open.uri, new vscode.Range(0, 0, open.lineCount, 0), text);
  if (!(await vscode.workspace.applyEdit(edit))) {
    const words = l10n.t('{0} could not be changed. Check that it may be written, and run the command again.', basename(open.fileName));
    throw new UserError(words, 'not-changed');
  }
}

async function confirmReplacing(name: string): Promise<void> {
  const replace = l10n.t('Replace');
  const question = l10n.t('Replace all of {0} by the configuration of the JSON? You can undo it.', name);
  if ((await vscode.window.showWarningMessage(question, { modal: true }, replace)) !== replace) {
    throw new Cancelled();
  }
}

/** Copies the open configuration in the form in which a server answers it. */
export const copyConfigAsJson: Command = async () => {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !isConfigDocument(document)) {
    throw new UserError(l10n.t('Open a config.pbtxt first.'), 'no-config');
  }
  const name = basename(document.fileName);
  const { message, problems } = readModelConfig(document.getText());
  const [problem] = problems;
  if (problem) {
    const line = document.positionAt(problem.range.start).line + 1;
    const words = l10n.t('{0} cannot be copied as JSON before line {1} is corrected. {2}', name, line, problem.message);
    throw new UserError(words, 'broken-config');
  }
  await vscode.env.clipboard.writeText(`${writeJsonLines(configJson(message))}\n`);
  vscode.window.setStatusBarMessage(l10n.t('{0} copied as JSON', name), 5000);
};
