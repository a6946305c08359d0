import * as vscode from 'vscode';
import { findingText } from '../../validation/locatedFinding';
import type { Finding } from '../../validation/rule';
import { diagnosticSource, ruleLink } from '../shell/ruleLink';
import { CheckSchedule, pauseMilliseconds, type VersionedDocument } from './checkSchedule';

/** Longer files are no configurations; see also the limit that editors set for coloured files. */
const LONGEST_TEXT = 2 * 1024 * 1024;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** Documents that are checked while they are typed. */
export interface CheckedLanguage {
  readonly matches: (document: vscode.TextDocument) => boolean;
  readonly check: (document: vscode.TextDocument, signal: AbortSignal) => Promise<readonly Finding[]>;
  /** What the checks of the other documents of a group look at; they are checked again when it changes. */
  readonly shared?: {
    readonly group: (document: vscode.TextDocument) => string;
    readonly facts: (document: vscode.TextDocument) => string;
  };
  /** Files whose changes on the disk the checks look at, as a glob pattern. */
  readonly files?: string;
}

/** Shows what the checks find in every open document of these languages while it is typed; the first language that matches has it. */
export function startLiveChecks(languages: readonly CheckedLanguage[]): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(diagnosticSource);
  const shared = new SharedFacts();
  const schedule = new CheckSchedule<OpenDocument, readonly Finding[]>(
    {
      check: ({ document, language }, signal) =>
        document.getText().length > LONGEST_TEXT ? Promise.resolve([]) : language.check(document, signal),
      show: ({ document, language }, findings) => {
        collection.set(
          document.uri,
          findings.map((finding) => diagnosticOf(document, finding)),
        );
        if (shared.hasChanged(document, language)) {
          neighboursOf(document, language).forEach((other) => {
            request(other, 'after a pause');
          });
        }
      },
      // What was found before may no longer be true.
      failed: ({ document }) => {
        collection.delete(document.uri);
      },
    },
    pauseMilliseconds,
  );
  const forget = (document: vscode.TextDocument): void => {
    schedule.forget(document.uri.toString());
    shared.forget(document);
    collection.delete(document.uri);
  };
  const request = (document: vscode.TextDocument, when: 'now' | 'after a pause'): void => {
    const language = languages.find((one) => one.matches(document));
    if (language) {
      schedule.request(new OpenDocument(document, language), when);
    } else {
      // It may have been one of ours before the last key.
      forget(document);
    }
  };
  vscode.workspace.textDocuments.forEach((document) => {
    request(document, 'now');
  });
  return vscode.Disposable.from(
    ...languages.map((language) => watchFiles(language, request)),
    collection,
    schedule,
    vscode.workspace.onDidOpenTextDocument((document) => {
      request(document, 'now');
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      request(document, 'after a pause');
    }),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('tritonAml.triton.release')) {
        vscode.workspace.textDocuments.forEach((document) => {
          request(document, 'now');
        });
      }
    }),
  );
}

/** Checks the open documents of a language again when files change that they are judged by. */
function watchFiles(
  { files, matches }: CheckedLanguage,
  request: (document: vscode.TextDocument, when: 'after a pause') => void,
): vscode.Disposable {
  if (files === undefined) {
    return new vscode.Disposable(() => undefined);
  }
  const watcher = vscode.workspace.createFileSystemWatcher(files);
  const again = (): void => {
    vscode.workspace.textDocuments.filter(matches).forEach((document) => {
      request(document, 'after a pause');
    });
  };
  watcher.onDidChange(again);
  watcher.onDidCreate(again);
  watcher.onDidDelete(again);
  return watcher;
}

/** What the documents told the others of their group when they were last checked. */
class SharedFacts {
  private readonly told = new Map<string, string>();

  hasChanged(document: vscode.TextDocument, { shared }: CheckedLanguage): boolean {
    const key = document.uri.toString();
    const facts = shared?.facts(document);
    const before = this.told.get(key);
    if (facts !== undefined) {
      this.told.set(key, facts);
    }
    return facts !== before;
  }

  forget(document: vscode.TextDocument): void {
    this.told.delete(document.uri.toString());
  }
}

function neighboursOf(document: vscode.TextDocument, { matches, shared }: CheckedLanguage): readonly vscode.TextDocument[] {
  const group = shared?.group(document);
  return vscode.workspace.textDocuments.filter((other) => other !== document && matches(other) && shared?.group(other) === group);
}

class OpenDocument implements VersionedDocument {
  constructor(
    readonly document: vscode.TextDocument,
    readonly language: CheckedLanguage,
  ) {}

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

function diagnosticOf(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const { start, end } = finding.range;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const diagnostic = new vscode.Diagnostic(range, findingText(finding), severities[finding.severity]);
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: finding.code, target: ruleLink(finding.code) };
  return diagnostic;
}
