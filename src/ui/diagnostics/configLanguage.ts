import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { isConfigDocument } from '../../manifest/languages';
import { checkConfig } from '../../validation/checkConfig';
import { modelInItsRepository } from '../../validation/findTargets';
import { findingText } from '../../validation/locatedFinding';
import { checkRepository } from '../../validation/repository/checkRepository';
import type { Finding } from '../../validation/rule';
import { CheckSchedule, type VersionedDocument } from './checkSchedule';

const PAUSE_MILLISECONDS = 200;
/** Longer files are no configurations; see also the limit that editors set for coloured files. */
const LONGEST_TEXT = 2 * 1024 * 1024;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** Shows the findings of every open configuration while it is typed. */
export function startConfigLanguage(): vscode.Disposable {
  if (vscode.l10n.bundle) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const collection = vscode.languages.createDiagnosticCollection('triton-azureml');
  const schedule = new CheckSchedule<OpenDocument, readonly Finding[]>(
    {
      check: ({ document }, signal) => findingsOf(document, signal),
      show: ({ document }, findings) => {
        collection.set(
          document.uri,
          findings.map((finding) => diagnosticOf(document, finding)),
        );
      },
      // What was found before may no longer be true.
      failed: ({ document }) => {
        collection.delete(document.uri);
      },
    },
    PAUSE_MILLISECONDS,
  );
  const request = (document: vscode.TextDocument, when: 'now' | 'after a pause'): void => {
    if (isConfigDocument(document)) {
      schedule.request(new OpenDocument(document), when);
    }
  };
  vscode.workspace.textDocuments.forEach((document) => {
    request(document, 'now');
  });
  return vscode.Disposable.from(
    collection,
    schedule,
    vscode.workspace.onDidOpenTextDocument((document) => {
      request(document, 'now');
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      request(document, 'after a pause');
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      schedule.forget(document.uri.toString());
      collection.delete(document.uri);
    }),
  );
}

class OpenDocument implements VersionedDocument {
  constructor(readonly document: vscode.TextDocument) {}

  get key(): string {
    return this.document.uri.toString();
  }

  get version(): number {
    return this.document.version;
  }

  get isClosed(): boolean {
    return this.document.isClosed;
  }
}

async function findingsOf(document: vscode.TextDocument, signal: AbortSignal): Promise<readonly Finding[]> {
  const text = document.getText();
  if (text.length > LONGEST_TEXT) {
    return [];
  }
  if (document.uri.scheme !== 'file' || path.basename(document.fileName) !== 'config.pbtxt') {
    return checkConfig(text);
  }
  const open = vscode.workspace.textDocuments.filter((one) => one.uri.scheme === 'file' && isConfigDocument(one));
  const texts = new Map(open.map((one) => [one.fileName, one.getText()]));
  const choice = await modelInItsRepository(path.dirname(document.fileName));
  return (await checkRepository(choice, signal, texts)).flatMap(({ findings }) => findings);
}

function diagnosticOf(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const { start, end } = finding.range;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const diagnostic = new vscode.Diagnostic(range, findingText(finding), severities[finding.severity]);
  diagnostic.source = 'triton-azureml';
  diagnostic.code = finding.code;
  return diagnostic;
}
