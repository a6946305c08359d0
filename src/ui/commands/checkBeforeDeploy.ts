import * as l10n from '@vscode/l10n';
import { basename, extname } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled } from '../../base/errors';
import { refusedByTriton } from '../../operations/refusedByTriton';
import type { LocatedFinding } from '../../validation/locatedFinding';
import { showProblems } from '../shell/showProblems';
import { checkWithProgress } from './checkWithProgress';
import type { CommandServices } from './command';

/**
 * Checks the models of a repository before anything is asked or made, since a deployment that Triton refuses takes minutes to fail.
 * Rejects with Cancelled when something is refused, unless somebody goes on all the same: a newer Triton may know better.
 */
export async function checkBeforeDeploy(repository: string, { findings }: CommandServices): Promise<void> {
  const checkedAt = Date.now();
  const files = await checkWithProgress([repository]);
  const [first, ...others] = refusedByTriton(files);
  if (first === undefined) {
    return;
  }
  findings.show(files, checkedAt);
  const name = basename(repository);
  const place = placeOf(first);
  const question =
    others.length === 0
      ? l10n.t('Triton refuses what is in folder {0}, so a deployment of it would fail.', name)
      : l10n.t('Triton refuses what is in folder {0} for {1} reasons, so a deployment of it would fail.', name, others.length + 1);
  const detail = others.length === 0 ? `${place}\n${first.message}` : l10n.t('The first: {0}', `${place}\n${first.message}`);
  const show = l10n.t('Show Problems');
  const anyway = l10n.t('Deploy Anyway');
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, show, anyway);
  if (chosen === anyway) {
    return;
  }
  if (chosen === show) {
    await showProblems();
  }
  throw new Cancelled();
}

/** The line is that of a configuration; a model without one is its folder. */
function placeOf({ file, line }: LocatedFinding): string {
  const shown = vscode.workspace.asRelativePath(file);
  return extname(file) === '.pbtxt' ? `${shown}:${line}` : shown;
}
