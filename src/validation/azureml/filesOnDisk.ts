import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FilesAround, FolderItem, OtherYaml } from './filesAround';

/** A folder of thousands of YAML files is not one endpoint's, and reading it would keep a person waiting. */
const limits = { files: 100, bytes: 64 * 1024, items: 2000 };

/** The YAML files of folders that were read already, for checks of many files in one folder. */
export type ReadFolders = Map<string, readonly OtherYaml[]>;

/** The files around `file`, an absolute path. Reads when asked, once each; what cannot be read is not there. */
export function filesOnDisk(file: string, folders: ReadFolders = new Map()): FilesAround {
  const folder = path.dirname(file);
  return {
    kindOf: (relative) => kindOf(path.resolve(folder, relative)),
    list: (relative) => list(path.resolve(folder, relative)),
    otherYaml: () => {
      const all = folders.get(folder) ?? readYaml(folder);
      folders.set(folder, all);
      return all.filter((one) => one.file !== path.basename(file)).slice(0, limits.files);
    },
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

/** One more than is wanted, since one of them is the file that is checked. */
function readYaml(folder: string): readonly OtherYaml[] {
  const names = list(folder)
    .filter(({ name, isFolder: nested }) => !nested && /\.ya?ml$/i.test(name))
    .slice(0, limits.files + 1);
  return names.flatMap(({ name }) => {
    const place = path.join(folder, name);
    const text = attempt(() => (isReadable(place) ? readFileSync(place, 'utf8') : undefined), undefined);
    return text === undefined ? [] : [{ file: name, text }];
  });
}

/** Reading a pipe or a device may never end. */
function isReadable(place: string): boolean {
  const found = statSync(place);
  return found.isFile() && found.size <= limits.bytes;
}

/** A file may go, or be closed to us, at any moment; to a check that is the same as not being there. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
