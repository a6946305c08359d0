import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../base/systemError';

/** Who may read a file of the state: everyone who may read the folder, or the owner alone (keys of endpoints). */
export type Secrecy = 'plain' | 'secret';

/**
 * Writes a file so that a reader, also one after a power cut, finds the old bytes or the new ones and nothing between:
 * new file, fsync, rename, fsync of the folder. On any failure (a full disk too) the old file stays as it was.
 */
export async function writeAtomically(path: string, text: string, secrecy: Secrecy = 'plain'): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', secrecy === 'secret' ? 0o600 : 0o644);
    await closing(file, async () => {
      await file.writeFile(text);
      await file.sync();
    });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes renames and removals in a folder last. Windows cannot open folders and does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(folder, 'r');
  await closing(handle, () => handle.sync());
}

async function closing(file: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await file.close();
  }
}

/** True when the disk, the quota or the file size limit is what stopped a write. */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
}
