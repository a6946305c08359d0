import { stat } from 'node:fs/promises';
import { errorCode, isMissing } from './systemError';

/** Devices, pipes, sockets and what this user may not look at are `other`: reading one may never end. */
export type PathKind = 'file' | 'folder' | 'other';

/** What a path leads to, links followed; undefined when there is nothing. */
export async function pathKind(path: string): Promise<PathKind | undefined> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    if (errorCode(error) === 'EACCES') {
      return 'other';
    }
    throw error;
  }
}
