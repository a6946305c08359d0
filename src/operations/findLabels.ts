import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import { pathKind } from '../base/pathKind';
import { parseLabels } from '../inference/labels';

export interface LabelsFile {
  readonly path: string;
  /** One label for each class, by index. */
  readonly labels: readonly string[];
}

/**
 * The labels file that belongs to a picture, a model or a repository: in its own folder, or in the nearest folder above it up to
 * and including `top` (a workspace folder), the file `labels.txt`, or else the only file there whose name ends so. Nothing outside
 * `top` is looked at. A file that is no labels file is a UserError.
 */
export async function findLabels(place: string, top: string): Promise<LabelsFile | undefined> {
  const highest = path.resolve(top);
  let folder = (await pathKind(place)) === 'folder' ? path.resolve(place) : path.dirname(path.resolve(place));
  while (isWithin(folder, highest)) {
    const file = await labelsIn(folder);
    if (file !== undefined) {
      return readLabels(file);
    }
    folder = path.dirname(folder);
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
  return undefined;
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

function isWithin(folder: string, top: string): boolean {
  const way = path.relative(top, folder);
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
}
