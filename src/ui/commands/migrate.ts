import * as l10n from '@vscode/l10n';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled, UserError } from '../../base/errors';
import { migrateAzureMl, type Migration } from '../../documents/azureml/migrate';
import type { Target } from '../../explorer/explorerNode';
import { mayBeAzureMl } from '../../manifest/languages';
import type { Command } from './command';

/** No folder of descriptions has more; beyond it somebody pointed at a disk. */
const mostFiles = 5_000;

interface Migrated {
  readonly document: vscode.TextDocument;
  readonly migration: Migration;
}

/** The file that is seen at once, since it can be undone there; others when somebody has agreed, one by one if they like. */
export const migrateFiles: Command = async (target) => {
  const files = await filesOf(target);
  const migrated = await Promise.all(files.map(migrationOf));
  const old = migrated.flatMap((one) => (one ? [one] : []));
  if (old.length === 0) {
    void vscode.window.showInformationMessage(nothingOld(files));
    return;
  }
  const needsConfirmation = !isSeen(old) && (await agreed(old)) === 'one by one';
  if (!(await vscode.workspace.applyEdit(editOf(old, needsConfirmation), { isRefactoring: true }))) {
    throw new Cancelled();
  }
  const left = old.flatMap(({ document, migration }) => migration.left.map(({ message }) => `${basename(document.fileName)}: ${message}`));
  const [first] = left;
  if (first !== undefined) {
    void vscode.window.showWarningMessage(l10n.t('{0} things are left to you. {1}', left.length, first));
  }
};

function isSeen([first, ...others]: readonly Migrated[]): boolean {
  return others.length === 0 && vscode.window.visibleTextEditors.some(({ document }) => document === first?.document);
}

async function agreed(old: readonly Migrated[]): Promise<'all' | 'one by one'> {
  const all = l10n.t('Migrate');
  const review = l10n.t('Review Changes');
  const names = old.map(({ document }) => vscode.workspace.asRelativePath(document.uri));
  const detail = names.slice(0, 20).join('\n');
  const question = l10n.t('Migrate {0} files to the current schema? Comments and order are kept.', old.length);
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, all, review);
  if (answer === undefined) {
    throw new Cancelled();
  }
  return answer === all ? 'all' : 'one by one';
}

async function filesOf(target: Target | undefined): Promise<readonly vscode.Uri[]> {
  if (target?.kind !== 'file') {
    const open = vscode.window.activeTextEditor?.document.uri;
    if (!open) {
      throw new UserError(l10n.t('Open the YAML file, or right-click it in the Explorer, and run the command again.'), 'no-file');
    }
    return [open];
  }
  const uri = vscode.Uri.file(target.path);
  const { type } = await vscode.workspace.fs.stat(uri);
  return (type & vscode.FileType.Directory) === 0
    ? [uri]
    : vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*.{yml,yaml}'), '**/{node_modules,.git}/**', mostFiles);
}

/** Undefined for a file of today, and for one that is none of ours. */
async function migrationOf(uri: vscode.Uri): Promise<Migrated | undefined> {
  const text = await textOf(uri);
  const migration = mayBeAzureMl(text) ? migrateAzureMl(text) : undefined;
  const isOld = migration && (migration.edits.length > 0 || migration.left.length > 0);
  return isOld ? { document: await vscode.workspace.openTextDocument(uri), migration } : undefined;
}

/** What is typed counts; a file that nobody has open is not opened only to be looked at. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  return open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function editOf(migrated: readonly Migrated[], needsConfirmation: boolean): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { document, migration } of migrated) {
    const metadata = { needsConfirmation, label: l10n.t('Migrate {0} to the current schema', basename(document.fileName)) };
    for (const { name, text } of migration.newFiles) {
      const uri = vscode.Uri.file(join(dirname(document.fileName), name));
      // Refused as a whole where there is such a file: nothing of anybody's is written over.
      edit.createFile(uri, { contents: new TextEncoder().encode(text) }, metadata);
    }
    for (const { range, newText } of migration.edits) {
      const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
      edit.replace(document.uri, place, newText, metadata);
    }
  }
  return edit;
}

function nothingOld(files: readonly vscode.Uri[]): string {
  const [only, ...others] = files;
  return only && others.length === 0
    ? l10n.t('There is nothing to migrate in {0}.', basename(only.fsPath))
    : l10n.t('There is nothing to migrate in these {0} files.', files.length);
}
