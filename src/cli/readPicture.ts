import * as l10n from '@vscode/l10n';
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { formatBytes } from '../base/quantities';
import { errorCode } from '../base/systemError';

/** As the panel has it: a picture that the decoder takes hardly ever has more, and memory is taken for all of it. */
const largestFile = 256_000_000;

/** The bytes of a picture file. Rejects in words when there is no such file or it may not be read. */
export async function readPicture(file: string): Promise<Uint8Array> {
  try {
    const found = await stat(file);
    // Reading a pipe or a device may never end. Folders are left to readFile, which names them.
    if (!found.isFile() && !found.isDirectory()) {
      throw new UserError(l10n.t('{0} is no regular file. Name a picture file.', file), 'unreadable-file');
    }
    if (found.size > largestFile) {
      const [size, limit] = [formatBytes(found.size, 'en'), formatBytes(largestFile, 'en')];
      throw new UserError(l10n.t('{0} has {1}, too much for a picture; at most {2} are read.', file, size, limit), 'picture-too-big');
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof UserError) {
      throw error;
    }
    const code = errorCode(error) ?? '';
    throw new UserError(reasonOf(code, file), 'unreadable-file', { cause: error });
  }
}

function reasonOf(code: string, file: string): string {
  switch (code) {
    case 'ENOENT':
      return l10n.t('There is no file {0}.', file);
    case 'EISDIR':
      return l10n.t('{0} is a folder. Name the pictures in it.', file);
    case 'EACCES':
    case 'EPERM':
      return l10n.t('{0} may not be read by this user.', file);
    default:
      return l10n.t('{0} could not be read ({1}).', file, code);
  }
}
