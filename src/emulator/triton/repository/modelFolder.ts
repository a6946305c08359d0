import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of the folders inside a folder, links to folders included. */
export async function subFolders(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const kinds = await Promise.all(names.map((name) => kindOf(join(folder, name))));
  return names.filter((_, index) => kinds[index] === 'folder');
}

export async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP')) {
      return undefined;
    }
    throw error;
  }
}
