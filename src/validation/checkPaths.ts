import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import { giveWay } from '../base/giveWay';
import { pathKind } from '../base/pathKind';
import type { TritonRelease } from '../documents/pbtxt/release';
import type { ReadFolders } from './azureml/filesOnDisk';
import { fileKindOf, textChecks } from './checkFile';
import { findTargets, modelInItsRepository, type Targets } from './findTargets';
import { checkRepository } from './repository/checkRepository';
import { findFile, readOnnx } from './repository/readModelFolder';
import type { Finding } from './rule';

export interface CheckedFile {
  /** Absolute. */
  readonly file: string;
  /** What the ranges of the findings point into; '' for folders and binary files. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

const start = { start: 0, end: 0 };

/**
 * Checks repositories, model folders, any folders and files. Files that are reached on several ways are checked once, for one
 * release of Triton or else the newest. Rejects with a UserError of code `no-such-path` or `unknown-kind` for a path that cannot be checked.
 */
export async function checkPaths(paths: readonly string[], signal: AbortSignal, release?: TritonRelease): Promise<CheckedFile[]> {
  const checked = new Map<string, CheckedFile>();
  const folders: ReadFolders = new Map();
  for (const one of paths) {
    for (const result of await checkPath(path.resolve(one), one, { signal, release, folders })) {
      checked.set(result.file, result);
    }
  }
  return [...checked.values()];
}

interface Check {
  readonly signal: AbortSignal;
  readonly release: TritonRelease | undefined;
  readonly folders: ReadFolders;
}

async function checkPath(place: string, shown: string, check: Check): Promise<CheckedFile[]> {
  const found = await findFile(place);
  if (found === undefined) {
    throw new UserError(l10n.t('There is nothing at {0}.', shown), 'no-such-path');
  }
  if (found.kind === 'folder') {
    return checkTargets(await findTargets(place, check.signal), check);
  }
  switch (fileKindOf(place)) {
    case 'config':
      return path.basename(place) === 'config.pbtxt'
        ? checkRepository(modelInItsRepository(path.dirname(place)), check.signal, undefined, check.release)
        : [await checkText(place, check)];
    case 'onnx':
      return [await checkOnnx(place)];
    case 'azureml':
      return [await checkText(place, check)];
    case undefined:
      throw new UserError(
        l10n.t('{0} is no model repository, config.pbtxt, Azure ML YAML or ONNX file, so there is nothing to check.', shown),
        'unknown-kind',
      );
  }
}

async function checkTargets({ repositories, files, isCutOff }: Targets, check: Check): Promise<CheckedFile[]> {
  if (isCutOff) {
    throw new UserError(l10n.t('There are too many folders to look through. Name the model repository itself.'), 'too-many-folders');
  }
  const pause = giveWay(check.signal);
  const results: CheckedFile[] = [];
  for (const choice of repositories) {
    results.push(...(await checkRepository(choice, check.signal, undefined, check.release)));
  }
  for (const file of files) {
    await pause();
    results.push(await checkText(file, check));
  }
  return results;
}

async function checkText(file: string, { release, folders }: Check): Promise<CheckedFile> {
  if ((await pathKind(file)) !== 'file') {
    throw new UserError(l10n.t('{0} is no regular file, so it is not read.', file), 'unreadable-file');
  }
  const text = await readFile(file, 'utf8');
  const findings = fileKindOf(file) === 'azureml' ? textChecks.azureml(text, file, folders) : textChecks.config(text, release);
  return { file, text, findings };
}

/** An ONNX file by itself: whether it can be read and has its weights. */
async function checkOnnx(file: string): Promise<CheckedFile> {
  const { reading, missingFiles } = await readOnnx(file);
  const messages = [
    ...(reading.kind === 'broken' ? [reading.message] : []),
    ...missingFiles.map((one) => l10n.t('The file keeps weights in {0}, which is not there. Copy it beside the ONNX file.', one)),
  ];
  return { file, text: '', findings: messages.map((message) => ({ code: 'triton/onnx-file', severity: 'error', range: start, message })) };
}
