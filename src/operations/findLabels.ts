import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import { parseLabels } from '../inference/labels';

export interface LabelsFile {
  readonly path: string;
  /** One label for each class, by index. */
  readonly labels: readonly string[];
}

/** Where the labels of a model may lie. */
export interface LabelPlaces {
  /** The folder that the model was deployed from, where that is known. */
  readonly repository?: string;
  readonly picture?: string;
  /** The folders that somebody works in: those of the window, or the current one. */
  readonly folders: readonly string[];
}

/**
 * The labels file for an answer whose server has none of its own: beside the repository that was deployed; else in the folder of the
 * picture or the nearest above it, up to the folder that somebody works in; else in such a folder, or in the nearest level below it
 * that has one. It is the file `labels.txt` of a folder, or else the only one there whose name ends so. Where several may be meant,
 * there is none: a wrong label is worse. A file that is no labels file is a UserError.
 */
export async function findLabels({ repository, picture, folders }: LabelPlaces): Promise<LabelsFile | undefined> {
  const file =
    (repository === undefined ? undefined : await labelsAbove(repository, path.dirname(repository))) ??
    (picture === undefined ? undefined : await labelsAbove(path.dirname(path.resolve(picture)), topFor(picture, folders))) ??
    (await onlyOf(folders, (folder) => labelsBelow([path.resolve(folder)])));
  return file === undefined ? undefined : readLabels(file);
}

function topFor(picture: string, folders: readonly string[]): string {
  const own = path.dirname(path.resolve(picture));
  return folders.map((folder) => path.resolve(folder)).find((folder) => isWithin(own, folder)) ?? own;
}

/** In a folder or the nearest above it, up to and including `top`. */
async function labelsAbove(place: string, top: string): Promise<string | undefined> {
  for (let folder = path.resolve(place); isWithin(folder, path.resolve(top)); folder = path.dirname(folder)) {
    const file = await labelsIn(folder);
    if (file !== undefined || folder === path.dirname(folder)) {
      return file;
    }
  }
  return undefined;
}

/** How far below a folder labels are looked for: that of a sample in a folder of samples is found, and no disk is searched. */
const deepest = 2;

/** In folders of one level, or the nearest level below them. */
async function labelsBelow(level: readonly string[], depth = 0): Promise<string | undefined> {
  const found = (await Promise.all(level.map(labelsIn))).filter((file) => file !== undefined);
  if (found.length > 0 || depth === deepest || level.length === 0) {
    return found.length === 1 ? found[0] : undefined;
  }
  return labelsBelow((await Promise.all(level.map(foldersIn))).flat(), depth + 1);
}

/** What exactly one of the folders gives. */
async function onlyOf(folders: readonly string[], find: (folder: string) => Promise<string | undefined>): Promise<string | undefined> {
  const found = new Set((await Promise.all(folders.map(find))).filter((file) => file !== undefined));
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

/** One label a line, as Triton reads a `label_filename`. A file that cannot be read, or is no labels file, is a UserError. */
export async function readLabels(file: string): Promise<LabelsFile> {
  return { path: file, labels: parseLabels(await bytesOf(file), path.basename(file)) };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const message = l10n.t('The labels file {0} cannot be read. Give a text file that exists and that you may read.', file);
    throw new UserError(message, 'unreadable-labels', { cause: error });
  }
}

async function labelsIn(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => /labels\.txt$/i.test(name));
  const name = names.find((each) => each === 'labels.txt') ?? (names.length === 1 ? names[0] : undefined);
  return name === undefined ? undefined : path.join(folder, name);
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const isOwn = (name: string): boolean => !name.startsWith('.') && name !== 'node_modules';
  return entries.filter((entry) => entry.isDirectory() && isOwn(entry.name)).map(({ name }) => path.join(folder, name));
}

function isWithin(folder: string, top: string): boolean {
  const way = path.relative(top, folder);
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
}
