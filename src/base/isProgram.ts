import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { pathKind } from './pathKind';

/** Whether a path is a file that this user may run. */
export async function isProgram(path: string): Promise<boolean> {
  return (
    (await pathKind(path)) === 'file' &&
    (await access(path, constants.X_OK).then(
      () => true,
      () => false,
    ))
  );
}
