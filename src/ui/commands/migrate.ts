import * as l10n from '@vscode/l10n';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled, UserError } from '../../base/errors';
import { pathKind } from '../../base/pathKind';
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
  await refuseTakenNames(old);
  const needsConfirmation = !isSeen(old) && (await agreed(old)) === 'one by one';
  if (!(await vscode.workspace.applyEdit(editOf(old, needsConfirmation), { isRefactoring: true }))) {
    throw new Cancelled();
  }
  tellWhatIsLeft(
    old.flatMap(({ document, migration }) => migration.left.map(({ message }) => `${basename(document.fileName)}: ${message}`)),
  );
};

/** VS Code makes none of the changes when one of the new files is there, and does not say so. */
async function refuseTakenNames(old: readonly Migrated[]): Promise<void> {
  const taken = new Set<string>();
  for (const { document, migration } of old) {
    for (const file of migration.newFiles.map(({ name }) => fileBeside(document, name))) {
      if (taken.has(file) || (await pathKind(file)) !== undefined) {
        throw new UserError(nameIsTaken(file, taken.has(file) ? undefined : document), 'file-exists');
      }
      taken.add(file);
    }
  }
}

/** `from` when the file is there; undefined when two deployments would be written to it. */
function nameIsTaken(file: string, from: vscode.TextDocument | undefined): string {
  return from
    ? l10n.t(
        'A deployment of {1} would be written to {0}, which is there already. Rename that file or the deployment and migrate again.',
        basename(file),
        basename(from.fileName),
      )
    : l10n.t('Two deployments would be written to {0}. Migrate one of their files, rename {0} and migrate the other.', basename(file));
}

function fileBeside({ fileName }: vscode.TextDocument, name: string): string {
  return join(dirname(fileName), name);
}

function tellWhatIsLeft(left: readonly string[]): void {
  const [first, ...others] = left;
  if (first !== undefined) {
    const text =
      others.length === 0 ? l10n.t('One thing is left to you. {0}', first) : l10n.t('{0} things are left to you. {1}', left.length, first);
    void vscode.window.showWarningMessage(text);
  }
}

function isSeen([first, ...others]: readonly Migrated[]): boolean {
  return others.length === 0 && vscode.window.visibleTextEditors.some(({ document }) => document === first?.document);
}

async function agreed(old: readonly Migrated[]): Promise<'all' | 'one by one'> {
  const all = l10n.t('Migrate');
  const review = l10n.t('Review Changes');
  const names = old.map(({ document }) => vscode.workspace.asRelativePath(document.uri));
  const detail = names.length > 1 ? { detail: names.slice(0, 20).join('\n') } : {};
  const [only, ...others] = names;
  const question =
    only !== undefined && others.length === 0
      ? l10n.t('Migrate {0} to the current schema? Comments and order are kept.', only)
      : l10n.t('Migrate {0} files to the current schema? Comments and order are kept.', names.length);
  const answer = await vscode.window.showInformationMessage(question, { modal: true, ...detail }, all, review);
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
      const uri = vscode.Uri.file(fileBeside(document, name));
      // Refused as a whole where such a file has come since: nothing of anybody's is written over.
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
  if (!only) {
    return l10n.t('There is no YAML file in this folder, so there is nothing to migrate.');
  }
  return others.length === 0
    ? l10n.t('There is nothing to migrate in {0}.', basename(only.fsPath))
    : l10n.t('There is nothing to migrate in these {0} files.', files.length);
}
