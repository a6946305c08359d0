import * as l10n from '@vscode/l10n';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { giveWay } from '../base/giveWay';
import { UserError } from '../base/errors';

const passedOver = new Set(['node_modules', '.git', '.venv', '__pycache__']);
/** More folders than any project has; beyond it somebody pointed at a disk. */
const MOST_FOLDERS = 20_000;

/** YAML files of a folder and those below it, in the order of their names; undefined where `place` is no folder. Links are not followed. */
export async function yamlFilesBelow(place: string, signal: AbortSignal): Promise<string[] | undefined> {
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    return undefined;
  }
  const pause = giveWay(signal);
  const files: string[] = [];
  const waiting = [place];
  let count = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    await pause();
    count += 1;
    if (count > MOST_FOLDERS) {
      throw new UserError(l10n.t('There are too many folders to look through. Name a smaller one.'), 'too-many-folders');
    }
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !passedOver.has(entry.name)) {
        waiting.push(path.join(folder, entry.name));
      } else if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) {
        files.push(path.join(folder, entry.name));
      }
    }
  }
  return files.sort();
}
