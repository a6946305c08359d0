import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pathKind } from '../../../base/pathKind';

/** Names of the folders inside a folder, links to folders included. */
export async function subFolders(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const kinds = await Promise.all(names.map((name) => pathKind(join(folder, name))));
  return names.filter((_, index) => kinds[index] === 'folder');
}

/** Whether a path that a configuration names stays below its folder; a link inside may lead where the owner wants it. */
export function isBelow(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return below !== '' && below !== '..' && !below.startsWith(`..${sep}`);
}
