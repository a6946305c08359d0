import * as l10n from '@vscode/l10n';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import { pathKind } from '../base/pathKind';

/** What a folder on disk is to Triton; Triton docs, Model Repository. Paths are absolute. */
export type RepositoryFolder =
  | { readonly kind: 'repository'; readonly path: string; readonly models: readonly string[] }
  /** A model folder: what is registered is its parent. */
  | { readonly kind: 'model'; readonly repository: string; readonly model: string }
  /** A version folder such as `models/model_1/1`. */
  | { readonly kind: 'version'; readonly repository: string; readonly model: string }
  /** A folder above one or more repositories. */
  | { readonly kind: 'above'; readonly repositories: readonly string[] }
  /** Looks like a repository, but no model in it has a model file. */
  | { readonly kind: 'noModelFile'; readonly path: string; readonly expected: string }
  | { readonly kind: 'none'; readonly path: string };

/** A file inside a version folder counts as that version folder, so that a click on `model.onnx` works too. */
export async function readRepositoryFolder(place: string): Promise<RepositoryFolder> {
  const folder = (await pathKind(place)) === 'folder' ? path.resolve(place) : path.dirname(path.resolve(place));
  if (isVersionName(path.basename(folder)) && (await holdsModelFile(folder))) {
    const model = path.dirname(folder);
    return { kind: 'version', repository: path.dirname(model), model: path.basename(model) };
  }
  const here = await readModelFolder(folder);
  if (here === 'model') {
    return { kind: 'model', repository: path.dirname(folder), model: path.basename(folder) };
  }
  const models = await modelsIn(folder);
  if (models.length > 0) {
    return { kind: 'repository', path: folder, models };
  }
  const repositories = await repositoriesBelow(folder);
  if (repositories.length > 0) {
    return { kind: 'above', repositories };
  }
  return (await emptyModel(folder, here)) ?? { kind: 'none', path: folder };
}

/** `Deploy` and `Register` want the repository: gives its path, or rejects with a UserError that says which folder is meant. */
export async function requireRepository(place: string): Promise<string> {
  const folder = await readRepositoryFolder(place);
  switch (folder.kind) {
    case 'repository':
      return folder.path;
    case 'model':
    case 'version':
    case 'above':
      throw otherFolder(place, folder);
    case 'noModelFile':
      throw new UserError(l10n.t('{0} has no model file. Triton looks for {1}', folder.path, folder.expected), 'no-model-file');
    case 'none':
      throw new UserError(
        l10n.t(
          '{0} is no Triton model repository. A repository holds a folder for each model, with a folder for each version: model_1/1/model.onnx',
          folder.path,
        ),
        'no-repository',
      );
  }
}

/** For a server, which takes what it finds: says which folder is meant where that is above or below this one; undefined otherwise. */
export async function otherFolderMeant(place: string): Promise<string | undefined> {
  const folder = await readRepositoryFolder(place);
  return folder.kind === 'model' || folder.kind === 'version' || folder.kind === 'above' ? otherFolder(place, folder).message : undefined;
}

function otherFolder(place: string, folder: Extract<RepositoryFolder, { kind: 'model' | 'version' | 'above' }>): UserError {
  switch (folder.kind) {
    case 'model':
      return new UserError(
        l10n.t('{0} is the folder of one model. Take the repository that it lies in: {1}', place, folder.repository),
        'model-folder',
      );
    case 'version':
      return new UserError(
        l10n.t('{0} is a version of model {1}. Take the repository that the model lies in: {2}', place, folder.model, folder.repository),
        'version-folder',
      );
    case 'above':
      return new UserError(
        l10n.t(
          '{0} lies above a model repository. Take the repository itself: {1}',
          place,
          new Intl.ListFormat(undefined, { type: 'disjunction' }).format(folder.repositories),
        ),
        'above-repository',
      );
  }
}

/** The files that backends load unless config.pbtxt names another (Triton docs, Model Repository, Model Files). */
const modelFiles: ReadonlySet<string> = new Set([
  'model.onnx',
  'model.plan',
  'model.pt',
  'model.pt2',
  'model.xml',
  'model.savedmodel',
  'model.graphdef',
  'model.py',
  'model.json',
  'model.yaml',
  'model.dali',
  'dali.py',
  'xgboost.model',
  'xgboost.json',
  'xgboost.ubj',
  'model.txt',
  'checkpoint.tl',
]);

/** Triton takes no other folders for versions: no leading zero, digits only (Triton docs, Model Repository, Model Versions). */
function isVersionName(name: string): boolean {
  return /^(0|[1-9]\d*)$/.test(name);
}

/** `versions`: has version folders, but no file in them that a backend would load. */
async function readModelFolder(folder: string): Promise<'model' | 'versions' | 'other'> {
  const versions = (await foldersIn(folder)).filter(isVersionName);
  if (versions.length === 0) {
    return 'other';
  }
  for (const version of versions) {
    if (await holdsModelFile(path.join(folder, version))) {
      return 'model';
    }
  }
  return (await needsNoKnownFile(folder)) ? 'model' : 'versions';
}

async function holdsModelFile(versionFolder: string): Promise<boolean> {
  return (await namesIn(versionFolder)).some((name) => modelFiles.has(name));
}

/** An ensemble has no file, and a configuration may name one of its own; both are the server's to judge. */
async function needsNoKnownFile(modelFolder: string): Promise<boolean> {
  const config = await readFile(path.join(modelFolder, 'config.pbtxt'), 'utf8').catch(() => '');
  return /^\s*(ensemble_scheduling|default_model_filename|backend|platform)\b/m.test(config);
}

async function modelsIn(folder: string): Promise<string[]> {
  const models: string[] = [];
  for (const name of await foldersIn(folder)) {
    if ((await readModelFolder(path.join(folder, name))) === 'model') {
      models.push(name);
    }
  }
  return models;
}

/** Two levels are enough for a project folder; a home directory must not be searched through. */
async function repositoriesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await foldersIn(folder)) {
    const child = path.join(folder, name);
    if ((await modelsIn(child)).length > 0) {
      found.push(child);
      continue;
    }
    for (const inner of await foldersIn(child)) {
      const grandchild = path.join(child, inner);
      if ((await modelsIn(grandchild)).length > 0) {
        found.push(grandchild);
      }
    }
  }
  return found;
}

async function emptyModel(folder: string, here: 'versions' | 'other'): Promise<RepositoryFolder | undefined> {
  if (here === 'versions') {
    return { kind: 'noModelFile', path: folder, expected: await expectedFile(folder) };
  }
  for (const name of await foldersIn(folder)) {
    const child = path.join(folder, name);
    if ((await readModelFolder(child)) === 'versions') {
      return { kind: 'noModelFile', path: folder, expected: await expectedFile(child) };
    }
  }
  return undefined;
}

async function expectedFile(modelFolder: string): Promise<string> {
  const versions = (await foldersIn(modelFolder)).filter(isVersionName);
  const latest = versions.reduce((best, version) => (Number(version) > Number(best) ? version : best), '0');
  return path.join(modelFolder, latest, 'model.onnx');
}

/** More than this in one folder is no repository that a person laid out; looking through it would only take long. */
const mostEntries = 2000;

async function foldersIn(folder: string): Promise<string[]> {
  const folders: string[] = [];
  for (const name of (await namesIn(folder)).slice(0, mostEntries)) {
    // Hidden folders and installed packages are none that people mean, although Triton would take them (triton core, model_repository_manager.cc).
    if (!name.startsWith('.') && name !== 'node_modules' && (await pathKind(path.join(folder, name))) === 'folder') {
      folders.push(name);
    }
  }
  return folders;
}

/** Sorted; empty for what is no folder or may not be read. */
async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch((): string[] => [])).sort();
}
