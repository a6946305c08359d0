import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isCancelled } from '../../base/errors';
import type { Log } from '../../base/log';
import { FailureWithWay } from './failureWithWay';
import { FileProblem } from './fileProblem';
import { inEditorWords } from './inEditorWords';

export interface FailureSurface {
  readonly log: Log;
  readonly showLog: () => void;
  /** Runs the command Sign In to Azure. */
  readonly signIn: () => Promise<void>;
}

/** The only place where a failed command becomes a notification. Resolves before the user has answered it. */
export async function runCommand(id: string, surface: FailureSurface, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    if (isCancelled(error) || error instanceof vscode.CancellationError) {
      return;
    }
    surface.log.error(`${id} failed`, error);
    // Not awaited: a command has ended when it has failed, not when somebody has read why.
    void showFailure(error, surface);
  }
}

async function showFailure(error: unknown, { showLog, signIn }: FailureSurface): Promise<void> {
  const failure = inEditorWords(error);
  const log = l10n.t('Show Log');
  const next: (readonly [label: string, run: () => unknown])[] =
    failure instanceof FailureWithWay ? [[failure.way.label, failure.way.run]] : [[log, showLog]];
  if (failure instanceof FileProblem) {
    next.unshift([l10n.t('Go to Problem'), () => openAt(failure)]);
  }
  if (failure.code === 'signed-out') {
    next.unshift([l10n.t('Sign In'), signIn]);
  }
  // Who cancelled knows: what is told is what was made before, and that is no error.
  const show = failure.code === 'cancelled-half-way' ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
  const chosen = await show(failure.message, ...next.map(([label]) => label));
  await next.find(([label]) => label === chosen)?.[1]();
}

async function openAt({ path, range }: FileProblem): Promise<void> {
  const document = await vscode.workspace.openTextDocument(path);
  const selection = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  await vscode.window.showTextDocument(document, { selection });
}
