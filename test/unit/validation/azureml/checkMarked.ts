import assert from 'node:assert/strict';
import { checkAzureMlText } from '../../../../src/validation/azureml/checkAzureMl';
import type { FilesAround } from '../../../../src/validation/azureml/filesAround';
import { noFilesAround } from '../../../../src/validation/azureml/filesAround';

/** `marked` is a file with the places where `code` is expected between « and »; no marks means that the code does not appear. */
export function checkMarked(code: string, marked: string, files: FilesAround = noFilesAround): void {
  const text = marked.replace(/[«»]/g, '');
  const found = checkAzureMlText(text, files).filter((finding) => finding.code === code);
  const shown = found
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((all, { range }) => `${all.slice(0, range.start)}«${all.slice(range.start, range.end)}»${all.slice(range.end)}`, text);
  assert.equal(shown, marked);
}

/** Files by path; a path that ends in a slash is a folder. Folders above are there too. */
export function fakeFiles(paths: readonly string[], others: Readonly<Record<string, string>> = {}): FilesAround {
  const files = paths.map(plain);
  const below = (folder: string): string[] => (folder === '' ? files : files.filter((file) => file.startsWith(`${folder}/`)));
  const kindOf = (path: string): ReturnType<FilesAround['kindOf']> =>
    files.includes(plain(path)) ? 'file' : below(plain(path)).length > 0 ? 'folder' : 'absent';
  return {
    kindOf,
    list: (path) => {
      const folder = plain(path);
      const names = new Set(below(folder).map((file) => file.slice(folder === '' ? 0 : folder.length + 1).split('/')[0] ?? ''));
      return [...names].map((name) => ({ name, isFolder: kindOf(folder === '' ? name : `${folder}/${name}`) === 'folder' }));
    },
    otherYaml: () => Object.entries(others).map(([file, text]) => ({ file, text })),
  };
}

function plain(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '.' && part !== '')
    .join('/');
}
