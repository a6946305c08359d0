import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Names of the folders inside a folder, links to folders included. */
export async function subFolders(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const kinds = await Promise.all(names.map((name) => kindOf(join(folder, name))));
  return names.filter((_, index) => kinds[index] === 'folder');
}

/** Devices and pipes are neither: reading one may never end. */
export async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP')) {
      return undefined;
    }
    throw error;
  }
}

/** Whether a path that a configuration names stays below its folder; a link inside may lead where the owner wants it. */
export function isBelow(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return below !== '' && below !== '..' && !below.startsWith(`..${sep}`);
}
