import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { pathsMeet } from '../../base/pathsMeet';
import { isCheckedWhileTyped } from '../../manifest/languages';
import type { CheckedFile } from '../../validation/checkPaths';
import { locate } from '../../validation/locatedFinding';
import { watchFiles } from './fileChanges';
import { ruleDiagnostic } from './ruleDiagnostic';

/**
 * What *Check Model Repository* has found, in the Problems view, until the file changes. A file that is open there is checked while it is
 * typed.
 */
export class RepositoryFindings implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('triton-azureml-repository');
  private readonly documents = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isCheckedWhileTyped(document)) {
        this.collection.delete(document.uri);
      }
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      this.collection.delete(document.uri);
    }),
  );
  private watching: vscode.Disposable | undefined;
  private checkedAt = 0;

  /** In the place of what was found before. `checkedAt` is when the check began, in milliseconds since 1970. */
  show(files: readonly CheckedFile[], checkedAt: number): void {
    this.watching ??= watchFiles((places) => void this.forgetChanged(places));
    this.checkedAt = checkedAt;
    this.collection.clear();
    const open = new Set(vscode.workspace.textDocuments.filter(isCheckedWhileTyped).map(({ fileName }) => fileName));
    for (const checked of files.filter(({ file }) => !open.has(file))) {
      this.collection.set(vscode.Uri.file(checked.file), diagnosticsOf(checked));
    }
  }

  dispose(): void {
    this.watching?.dispose();
    this.documents.dispose();
    this.collection.dispose();
  }

  /** A change from before the check may be told only after it. */
  private async forgetChanged(places: readonly string[]): Promise<void> {
    for (const [uri] of [...this.collection]) {
      if (places.some((place) => pathsMeet(place, uri.fsPath)) && (await changedAt(uri.fsPath)) > this.checkedAt) {
        this.collection.delete(uri);
      }
    }
  }
}

/** What is gone has changed too. A file that was moved here keeps the time of its text, and not that of its entry. */
async function changedAt(file: string): Promise<number> {
  try {
    const { mtimeMs, ctimeMs } = await stat(file);
    return Math.max(mtimeMs, ctimeMs);
  } catch {
    return Infinity;
  }
}

function diagnosticsOf(checked: CheckedFile): vscode.Diagnostic[] {
  return locate(checked, checked.file).map((found) => {
    const range = new vscode.Range(found.line - 1, found.column - 1, found.endLine - 1, found.endColumn - 1);
    return ruleDiagnostic(range, found.message, found);
  });
}
