import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { DecodeError, Fields } from '../../base/decode';
import { UserError } from '../../base/errors';
import { errorCode } from '../../base/systemError';
import { identityOf, isAlive, type ProcessIdentity } from './processIdentity';

/**
 * Takes the state folder for this process. Rejects with a UserError (`state-in-use`) that names the holder when another emulator
 * has it; the lock of a process that is gone is taken over. Returns how to give it back.
 */
export async function lockState(stateFolder: string): Promise<() => Promise<void>> {
  await inWords(stateFolder, () => makeFolder(stateFolder));
  const path = join(stateFolder, 'lock');
  for (;;) {
    if (await inWords(stateFolder, () => claim(path))) {
      return () => rm(path, { force: true });
    }
    const holder = await readHolder(path);
    if (holder && isAlive(holder)) {
      throw new UserError(
        l10n.t(
          'The state folder {0} is in use by the emulator with process id {1}. Stop it, or choose another folder.',
          stateFolder,
          holder.pid,
        ),
        'state-in-use',
      );
    }
    await removeStale(path);
  }
}

/** One folder after the other: Node's recursive mkdir never ends where the system has a folder but lets none be made in it (/proc). */
async function makeFolder(folder: string): Promise<void> {
  const parent = dirname(folder);
  if (parent !== folder && (await stat(parent).catch(() => undefined)) === undefined) {
    await makeFolder(parent);
  }
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) {
      throw error;
    }
  }
}

const unusable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST']);

async function inWords<T>(stateFolder: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!unusable.has(errorCode(error) ?? '')) {
      throw error;
    }
    const message = l10n.t('The state folder {0} cannot be used, because it cannot be made or written. Choose another one.', stateFolder);
    throw new UserError(message, 'state-unusable', { cause: error });
  }
}

async function claim(path: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(JSON.stringify(identityOf(process.pid)));
    await file.close();
    // A link appears whole or not at all, so nobody ever reads a lock that is half written.
    await link(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Moves the lock away and looks again: when another start took it over a moment before us, it gets it back. */
async function removeStale(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return;
    }
    throw error;
  }
  const holder = await readHolder(aside);
  if (holder && isAlive(holder)) {
    await link(aside, path).catch(() => undefined);
  }
  await rm(aside, { force: true });
}

/** Undefined when there is none, or none that can be read. */
async function readHolder(path: string): Promise<ProcessIdentity | undefined> {
  try {
    const raw: unknown = JSON.parse(await readFile(path, 'utf8'));
    const fields = Fields.of(raw, 'lock');
    const started = fields.optionalText('started');
    return { pid: fields.number('pid'), ...(started === undefined ? {} : { started }) };
  } catch (error) {
    if (error instanceof DecodeError || error instanceof SyntaxError || errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
