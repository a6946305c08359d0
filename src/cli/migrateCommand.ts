import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import { migrateAzureMl, migratedText, type Migration } from '../documents/azureml/migrate';
import type { Command } from './command';
import { UsageError } from './commandLine';
import type { Terminal } from './terminal';
import { yamlFilesBelow } from './yamlFilesBelow';

export function migrateCommand(): Command {
  return {
    name: 'migrate',
    synopsis: 'PATH... [--write]',
    summary: l10n.t('Brings Azure ML YAML of 2021 to the current schema. Comments and order are kept.'),
    options: {
      write: { type: 'boolean', explanation: l10n.t('Writes the files instead of printing the result.') },
    },
    remarks: [
      l10n.t(
        'Deployments inside an endpoint become files of their own beside it. A file that is there already is never overwritten by them.',
      ),
      l10n.t('Of a folder every file below it is looked at, and those that are not of 2021 are left alone.'),
    ],
    run: async (given, { terminal, signal }) => {
      if (given.positionals.length === 0) {
        throw new UsageError(l10n.t('Name at least one file or folder.'));
      }
      const wish = { terminal, write: given.flag('write'), isOneOfMany: given.positionals.length > 1 };
      let status = 0;
      for (const place of given.positionals) {
        const files = await yamlFilesBelow(place, signal);
        const done = files === undefined ? await migrateFile(place, wish) : await migrateAll(place, files, wish);
        status = Math.max(status, done);
      }
      return status;
    },
  };
}

interface Wish {
  readonly terminal: Terminal;
  readonly write: boolean;
  readonly isOneOfMany: boolean;
}

/** Those of the files in a folder that are of 2021. */
async function migrateAll(folder: string, files: readonly string[], wish: Wish): Promise<number> {
  let status = 0;
  let count = 0;
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    const migration = migrateAzureMl(text);
    if (migration && (migration.left.length > 0 || migration.newFiles.length > 0 || migratedText(text, migration) !== text)) {
      count += 1;
      status = Math.max(status, await migrateFile(file, { ...wish, isOneOfMany: true }));
    }
  }
  if (count === 0) {
    wish.terminal.tell(l10n.t('No file below {0} is of 2021. Files looked at: {1}.', folder, files.length));
  }
  return status;
}

/** 0 when the file is of today now, 1 when something is left to a person. */
async function migrateFile(file: string, { terminal, write, isOneOfMany }: Wish): Promise<number> {
  const text = await read(file);
  const migration = migrateAzureMl(text);
  if (!migration) {
    terminal.tell(l10n.t('{0} is no model, endpoint or deployment of Azure Machine Learning, or no valid YAML.', file));
    return 1;
  }
  const result = migratedText(text, migration);
  if (write) {
    await writeAll(file, { text, result }, migration, terminal);
  } else {
    printAll(file, result, migration, { terminal, withNames: isOneOfMany || migration.newFiles.length > 0 });
  }
  for (const { message, range } of migration.left) {
    terminal.tell(`${file}:${text.slice(0, range.start).split('\n').length}: ${message}`);
  }
  return migration.left.length > 0 ? 1 : 0;
}

async function read(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    throw new UserError(l10n.t('{0} could not be read as text.', file), 'unreadable-file', { cause: error });
  }
}

function printAll(
  file: string,
  result: string,
  { newFiles }: Migration,
  { terminal, withNames }: { readonly terminal: Terminal; readonly withNames: boolean },
): void {
  const folder = path.dirname(file);
  for (const each of [{ name: path.basename(file), text: result }, ...newFiles]) {
    if (withNames) {
      terminal.out(`# ${path.join(folder, each.name)}`);
    }
    // The terminal ends each line itself.
    terminal.out(each.text.replace(/\r?\n$/, ''));
  }
}

/** New files first: should one fail, the endpoint still holds its deployments. */
async function writeAll(
  file: string,
  { text, result }: { readonly text: string; readonly result: string },
  { newFiles }: Migration,
  terminal: Terminal,
): Promise<void> {
  for (const { name, text: content } of newFiles) {
    const place = path.join(path.dirname(file), name);
    try {
      await writeFile(place, content, { flag: 'wx' });
    } catch (error) {
      throw new UserError(
        l10n.t('{0} could not be written, so {1} was left as it is: {2}', place, file, reason(error)),
        'unwritable-file',
        { cause: error },
      );
    }
    terminal.tell(l10n.t('{0} written.', place));
  }
  if (result === text) {
    terminal.tell(l10n.t('{0} is up to date.', file));
    return;
  }
  try {
    await replace(await realpath(file), result);
  } catch (error) {
    throw new UserError(l10n.t('{0} could not be written: {1}', file, reason(error)), 'unwritable-file', { cause: error });
  }
  terminal.tell(l10n.t('{0} migrated.', file));
}

/** By a draft beside the file, so that the rename cannot cross disks: half a file is never seen. Who may read it stays as it is. */
async function replace(file: string, text: string): Promise<void> {
  const { mode } = await stat(file);
  const draft = `${file}.${randomUUID()}.migrating`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    await chmod(draft, mode & 0o7777);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
