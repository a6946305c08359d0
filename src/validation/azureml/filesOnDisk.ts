import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FilesAround, FolderItem, OtherYaml } from './filesAround';

/** A folder of thousands of YAML files is not one endpoint's, and reading it would keep a person waiting. */
const limits = { files: 100, bytes: 64 * 1024, items: 2000 };

/** The files around `file`, an absolute path. Reads when asked, once each; what cannot be read is not there. */
export function filesOnDisk(file: string): FilesAround {
  const folder = path.dirname(file);
  let others: readonly OtherYaml[] | undefined;
  return {
    kindOf: (relative) => kindOf(path.resolve(folder, relative)),
    list: (relative) => list(path.resolve(folder, relative)),
    otherYaml: () => (others ??= readOthers(folder, path.basename(file))),
  };
}

function kindOf(place: string): ReturnType<FilesAround['kindOf']> {
  return attempt(() => {
    const found = statSync(place, { throwIfNoEntry: false });
    return found === undefined ? 'absent' : found.isDirectory() ? 'folder' : 'file';
  }, 'unknown');
}

function list(place: string): readonly FolderItem[] {
  return attempt(() => readdirSync(place, { withFileTypes: true }), [])
    .slice(0, limits.items)
    .map((item) => ({ name: item.name, isFolder: item.isDirectory() || (item.isSymbolicLink() && isFolder(path.join(place, item.name))) }));
}

function isFolder(place: string): boolean {
  return kindOf(place) === 'folder';
}

function readOthers(folder: string, own: string): readonly OtherYaml[] {
  const names = list(folder)
    .filter(({ name, isFolder: nested }) => !nested && /\.ya?ml$/i.test(name) && name !== own)
    .slice(0, limits.files);
  return names.flatMap(({ name }) => {
    const place = path.join(folder, name);
    const text = attempt(() => (statSync(place).size > limits.bytes ? undefined : readFileSync(place, 'utf8')), undefined);
    return text === undefined ? [] : [{ file: name, text }];
  });
}

/** A file may go, or be closed to us, at any moment; to a check that is the same as not being there. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
