import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { severalAtOnce } from '../base/severalAtOnce';
import { fileKindOf } from './checkFile';
import type { RepositoryChoice } from './repository/checkRepository';
import { findFile, subFolders } from './repository/readModelFolder';
import { modelFileKinds } from '../documents/pbtxt/backends';

/** What there is to check below a folder. */
export interface Targets {
  readonly repositories: readonly RepositoryChoice[];
  /** Files that are checked each on its own. */
  readonly files: readonly string[];
  /** The folder was too large to be looked through to its end. */
  readonly isCutOff: boolean;
}

const passedOver = new Set(['node_modules', '.git', '.venv', '__pycache__']);
const DEEPEST = 20;
/** More folders than any project of models has; beyond it somebody pointed at a disk. */
const MOST_FOLDERS = 20_000;

/** Looks through a folder. Links to folders are followed inside a repository only, so a ring of links ends. */
export async function findTargets(folder: string, signal: AbortSignal): Promise<Targets> {
  if (await isModelFolder(folder)) {
    return { repositories: [{ ...modelInItsRepository(folder), isNamed: true }], files: [], isCutOff: false };
  }
  const search = new Search(signal);
  await search.look(folder, 0);
  return { repositories: search.repositories, files: search.files, isCutOff: search.isCutOff };
}

/** A model together with the models beside it, which an ensemble may name. */
export function modelInItsRepository(folder: string): RepositoryChoice {
  const repository = path.dirname(folder);
  const own = path.basename(folder);
  return {
    repository,
    wanted: [own],
    names: async (signal) => {
      const siblings = await subFolders(repository);
      const areModels = await severalAtOnce(siblings, (one) => isModelFolder(path.join(repository, one)), signal);
      return siblings.filter((one, index) => one === own || areModels[index] === true);
    },
  };
}

class Search {
  readonly repositories: RepositoryChoice[] = [];
  readonly files: string[] = [];
  isCutOff = false;
  private folders = 0;

  constructor(private readonly signal: AbortSignal) {}

  async look(folder: string, depth: number): Promise<void> {
    this.signal.throwIfAborted();
    this.folders += 1;
    if (depth > DEEPEST || this.folders > MOST_FOLDERS) {
      this.isCutOff = true;
      return;
    }
    const entries = await readdir(folder, { withFileTypes: true });
    this.files.push(
      ...entries
        .filter((entry) => entry.isFile() && fileKindOf(entry.name) === 'azureml')
        .map((entry) => path.join(folder, entry.name))
        .sort(),
    );
    const below = await subFolders(folder);
    const models = await severalAtOnce(below, (name) => isModelFolder(path.join(folder, name)), this.signal);
    if (models.includes(true)) {
      await this.take(folder, below, { isNamed: depth === 0 });
      return;
    }
    const real = entries.filter((entry) => entry.isDirectory() && !passedOver.has(entry.name)).map((entry) => entry.name);
    for (const name of real.sort()) {
      await this.look(path.join(folder, name), depth + 1);
    }
  }

  /** Configurations far below a folder may be templates: they are models only where one has a version. */
  private async take(folder: string, names: readonly string[], { isNamed }: { readonly isNamed: boolean }): Promise<void> {
    const hasVersions = await severalAtOnce(names, (name) => hasVersionFolder(path.join(folder, name)), this.signal);
    if (isNamed || hasVersions.includes(true)) {
      this.repositories.push({ repository: folder, names: () => Promise.resolve(names), wanted: names });
      return;
    }
    for (const name of names) {
      const config = path.join(folder, name, 'config.pbtxt');
      if ((await findFile(config))?.kind === 'file') {
        this.files.push(config);
      }
    }
  }
}

/** It holds a configuration, or a version folder with a model file. */
async function isModelFolder(folder: string): Promise<boolean> {
  if ((await findFile(path.join(folder, 'config.pbtxt')))?.kind === 'file') {
    return true;
  }
  const versions = (await subFolders(folder)).filter(isVersionName);
  const files = versions.flatMap((version) => modelFileKinds.map(({ file }) => path.join(folder, version, file)));
  return (await Promise.all(files.map(findFile))).some((found) => found !== undefined);
}

async function hasVersionFolder(folder: string): Promise<boolean> {
  return (await subFolders(folder)).some(isVersionName);
}

function isVersionName(name: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(name);
}
