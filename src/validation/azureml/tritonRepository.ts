import type { FilesAround } from './filesAround';

/** What a path is to Triton, by the names of the files alone; Triton's documentation, model_repository.md. */
export type RepositoryPlace =
  | { readonly kind: 'repository' }
  /** The folder of one model: the repository is its parent. */
  | { readonly kind: 'model' }
  /** A version folder, `models/model_1/1`: the repository is two levels up. */
  | { readonly kind: 'version' }
  /** The repository lies in this folder of it. */
  | { readonly kind: 'above'; readonly folder: string }
  /** Nothing that tells. */
  | { readonly kind: 'unclear' };

/** Files that are the model of a version folder whatever config.pbtxt says. */
const modelFile = /^model\.(?:onnx|plan|pt|pt2|xml|savedmodel|graphdef|py|dali)$/;
const versionFolder = /^[1-9]\d*$/;

export function repositoryAt(path: string, files: FilesAround): RepositoryPlace {
  const place = path.replace(/[\\/]+$/, '') || '.';
  if (isAddress(path) || files.kindOf(place) !== 'folder') {
    return { kind: 'unclear' };
  }
  if (versionFolder.test(lastPart(place)) && holdsModel(place, files)) {
    return { kind: 'version' };
  }
  if (isModelFolder(place, files)) {
    return { kind: 'model' };
  }
  const folders = foldersIn(place, files);
  if (folders.some((folder) => isModelFolder(`${place}/${folder}`, files))) {
    return { kind: 'repository' };
  }
  if (folders.some((folder) => mayBeModelFolder(`${place}/${folder}`, files))) {
    return { kind: 'unclear' };
  }
  const [inner, ...more] = folders.filter((folder) =>
    foldersIn(`${place}/${folder}`, files).some((nested) => isModelFolder(`${place}/${folder}/${nested}`, files)),
  );
  return inner !== undefined && more.length === 0 ? { kind: 'above', folder: inner } : { kind: 'unclear' };
}

/** `azureml:…`, `https:…`, `runs:/…`: not a place on this disk. Drive letters are one letter. */
export function isAddress(path: string): boolean {
  return /^[a-z][\w+.-]+:/i.test(path);
}

export function parentOf(path: string): string {
  const place = path.replace(/[\\/]+$/, '');
  const cut = Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\'));
  return cut > 0 ? place.slice(0, cut) : '.';
}

function isModelFolder(place: string, files: FilesAround): boolean {
  return foldersIn(place, files).some((folder) => versionFolder.test(folder) && holdsModel(`${place}/${folder}`, files));
}

/** A model whose file has a name of its own. */
function mayBeModelFolder(place: string, files: FilesAround): boolean {
  return files.list(place).some(({ name, isFolder }) => name === 'config.pbtxt' || (isFolder && versionFolder.test(name)));
}

function holdsModel(place: string, files: FilesAround): boolean {
  return files.list(place).some(({ name }) => modelFile.test(name));
}

function foldersIn(place: string, files: FilesAround): readonly string[] {
  return files
    .list(place)
    .filter(({ name, isFolder }) => isFolder && !name.startsWith('.'))
    .slice(0, 50)
    .map(({ name }) => name);
}

function lastPart(place: string): string {
  return place.split(/[\\/]/).at(-1) ?? place;
}
