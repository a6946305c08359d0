import * as l10n from '@vscode/l10n';
import { readFile, stat } from 'node:fs/promises';
import { Cancelled, isCancelled, UserError } from '../../base/errors';
import { formatBytes } from '../../base/quantities';
import { errorCode } from '../../base/systemError';

/** A file of which nothing is known yet but its name. Its two functions fail with an error whose `code` tells why. */
export interface PictureFile {
  /** As people know it. */
  readonly name: string;
  readonly stat: () => Promise<{ readonly kind: 'file' | 'folder' | 'other'; readonly bytes: number }>;
  readonly read: (signal: AbortSignal) => Promise<Uint8Array>;
}

/** A picture within the decoder's 100 megapixels hardly ever has more; reading is refused before memory is taken. */
const largestFile = 256_000_000;

/**
 * The bytes of a picture file. Rejects with a UserError `picture-…` for what is gone, a folder, a pipe or a device, too big, or not to be
 * read, and with Cancelled as soon as the signal is aborted.
 */
export async function readPictureFile({ name, stat, read }: PictureFile, locale: string, signal: AbortSignal): Promise<Uint8Array> {
  const { kind, bytes } = await inWords(name, stat());
  signal.throwIfAborted();
  if (kind === 'folder') {
    throw new UserError(l10n.t('{0} is a folder. Choose a picture in it.', name), 'picture-is-folder');
  }
  if (kind === 'other') {
    // Reading a pipe or a device may never end.
    throw new UserError(l10n.t('{0} is no regular file. Choose a picture file.', name), 'picture-no-file');
  }
  if (bytes > largestFile) {
    const [size, limit] = [formatBytes(bytes, locale), formatBytes(largestFile, locale)];
    throw new UserError(l10n.t('{0} has {1}, too much for a picture; at most {2} are read.', name, size, limit), 'picture-too-big');
  }
  return inWords(name, untilAborted(read(signal), signal));
}

/** A picture file of this machine's file system. */
export function localPictureFile(path: string): PictureFile {
  return {
    name: path,
    stat: async () => {
      const found = await stat(path);
      return { kind: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other', bytes: found.size };
    },
    read: (signal) => readFile(path, { signal }),
  };
}

/** Who backs out does not wait for a slow disk, whose answer nobody wants any more. */
function untilAborted<T>(job: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      reject(new Cancelled());
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) {
      abort(); // between the beginning of the job and here
    }
    const settled = (): void => {
      signal.removeEventListener('abort', abort);
    };
    job.finally(settled).then(resolve, reject);
  });
}

async function inWords<T>(name: string, job: Promise<T>): Promise<T> {
  try {
    return await job;
  } catch (error) {
    const cause = isCancelled(error) ? undefined : errorCode(error);
    if (cause === undefined) {
      throw error;
    }
    const [words, code] = reasonOf(cause, name);
    throw new UserError(words, code, { cause: error });
  }
}

/** Codes of Node (ENOENT) and of VS Code's file systems (FileNotFound). */
function reasonOf(code: string, name: string): readonly [words: string, code: string] {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'FileNotFound':
      return [l10n.t('There is no file {0}. It may have been moved or deleted; choose another picture.', name), 'picture-gone'];
    case 'EACCES':
    case 'EPERM':
    case 'NoPermissions':
      return [
        l10n.t('{0} may not be read by this user. Give yourself the right to read it, or choose another picture.', name),
        'picture-denied',
      ];
    default:
      return [l10n.t('{0} could not be read ({1}).', name, code), 'picture-unreadable'];
  }
}
