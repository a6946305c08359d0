import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors';

/** The bytes of a picture file. Rejects in words when there is no such file or it may not be read. */
export async function readPicture(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
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
