import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { checkPaths, type CheckedFile } from '../../validation/checkPaths';
import { cancellableJob } from '../shell/cancellableJob';
import { tritonRelease } from '../shell/tritonRelease';

/** Checks folders or files while a notification says so, which can cancel it. */
export async function checkWithProgress(paths: readonly string[]): Promise<readonly CheckedFile[]> {
  return cancellableJob(l10n.t('Checking {0}', namesOf(paths)), (signal) => checkEach(paths, signal));
}

export function namesOf(paths: readonly string[]): string {
  return paths.map((path) => basename(path)).join(', ');
}

/** Each for the release that its settings name; what lies in two of them once. */
async function checkEach(paths: readonly string[], signal: AbortSignal): Promise<readonly CheckedFile[]> {
  const checked = new Map<string, CheckedFile>();
  for (const path of paths) {
    for (const one of await checkPaths([path], signal, tritonRelease(vscode.Uri.file(path)))) {
      checked.set(one.file, one);
    }
  }
  return [...checked.values()];
}
