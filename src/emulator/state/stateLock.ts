import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { DecodeError, Fields } from '../../base/decode';
import { UserError } from '../../base/errors';
import { errorCode } from '../../base/systemError';

/** Who holds a state folder. `started` tells a process from a later one that got the same number; absent where the system does not say. */
interface Holder {
  readonly pid: number;
  readonly started?: string;
}

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
    if (holder && (await isAlive(holder))) {
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
  const started = await startTime(process.pid);
  const own: Holder = { pid: process.pid, ...(started === undefined ? {} : { started }) };
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(JSON.stringify(own));
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
  if (holder && (await isAlive(holder))) {
    await link(aside, path).catch(() => undefined);
  }
  await rm(aside, { force: true });
}

/** Undefined when there is none, or none that can be read. */
async function readHolder(path: string): Promise<Holder | undefined> {
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

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
  const started = await startTime(holder.pid);
  return started === undefined || holder.started === undefined || started === holder.started;
}

/** Field 22 of /proc/PID/stat (proc(5)): ticks between boot and the start of the process. Linux only. */
async function startTime(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined; // no /proc, or the process has just ended
  }
}
