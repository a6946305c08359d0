import * as vscode from 'vscode';
import { isConfigDocument } from '../../manifest/languages';
import type { CheckedFile } from '../../validation/checkPaths';
import { locate } from '../../validation/locatedFinding';
import { diagnosticSource, ruleLink } from './ruleLink';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** What *Check Model Repository* has found, in the Problems view. A file that is open there is checked while it is typed. */
export class RepositoryFindings implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('triton-azureml-repository');
  private readonly opened = vscode.workspace.onDidOpenTextDocument((document) => {
    if (isConfigDocument(document)) {
      this.collection.delete(document.uri);
    }
  });

  /** In the place of what was found before. */
  show(files: readonly CheckedFile[]): void {
    this.collection.clear();
    const open = new Set(vscode.workspace.textDocuments.filter(isConfigDocument).map(({ fileName }) => fileName));
    for (const checked of files.filter(({ file }) => !open.has(file))) {
      this.collection.set(vscode.Uri.file(checked.file), diagnosticsOf(checked));
    }
  }

  dispose(): void {
    this.opened.dispose();
    this.collection.dispose();
  }
}

function diagnosticsOf(checked: CheckedFile): vscode.Diagnostic[] {
  return locate(checked, checked.file).map(({ line, column, endLine, endColumn, severity, code, message }) => {
    const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
    const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
    diagnostic.source = diagnosticSource;
    diagnostic.code = { value: code, target: ruleLink(code) };
    return diagnostic;
  });
}
