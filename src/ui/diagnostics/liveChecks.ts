import * as vscode from 'vscode';
import { findingText } from '../../validation/locatedFinding';
import type { Finding } from '../../validation/rule';
import { watchFiles } from '../shell/fileChanges';
import { ruleDiagnostic } from '../shell/ruleDiagnostic';
import { diagnosticSource } from '../shell/ruleLink';
import { releaseSetting } from '../shell/tritonRelease';
import { CheckSchedule, pauseMilliseconds, type VersionedDocument } from './checkSchedule';

/** Longer files are no configurations; see also the limit that editors set for coloured files. */
const LONGEST_TEXT = 2 * 1024 * 1024;

/** Documents that are checked while they are typed. */
export interface CheckedLanguage {
  readonly matches: (document: vscode.TextDocument) => boolean;
  readonly check: (document: vscode.TextDocument, signal: AbortSignal) => Promise<readonly Finding[]>;
  /** What the checks of the other documents of a group look at; they are checked again when it changes. */
  readonly shared?: {
    readonly group: (document: vscode.TextDocument) => string;
    readonly facts: (document: vscode.TextDocument) => string;
  };
  /** Whether a check of a document looks at an absolute path on the disk, or at something below it. */
  readonly reads: (document: vscode.TextDocument) => (place: string) => boolean;
}

/** Told of a fault of ours, with the path of the file. */
export type CheckFailed = (file: string, error: unknown) => Promise<void>;

/** Shows what the checks find in every open document of these languages while it is typed; the first language that matches has it. */
export function startLiveChecks(languages: readonly CheckedLanguage[], checkFailed: CheckFailed): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(diagnosticSource);
  const shared = new SharedFacts();
  const schedule = new CheckSchedule<OpenDocument, readonly Finding[]>(
    {
      check: ({ document, language }, signal) =>
        document.getText().length > LONGEST_TEXT ? Promise.resolve([]) : language.check(document, signal),
      show: ({ document, language }, findings) => {
        collection.set(document.uri, diagnosticsOf(document, findings));
        if (shared.hasChanged(document, language)) {
          recheckNeighbours(document, language);
        }
      },
      // What was found before may no longer be true.
      failed: ({ document }, error) => {
        collection.delete(document.uri);
        void checkFailed(document.uri.fsPath, error);
      },
    },
    pauseMilliseconds,
  );
  const forget = (document: vscode.TextDocument): void => {
    schedule.forget(document.uri.toString());
    shared.forget(document);
    collection.delete(document.uri);
  };
  const languageOf = (document: vscode.TextDocument): CheckedLanguage | undefined => languages.find((one) => one.matches(document));
  const request = (document: vscode.TextDocument, when: 'now' | 'after a pause'): void => {
    const language = languageOf(document);
    if (language) {
      schedule.request(new OpenDocument(document, language), when);
    } else {
      // It may have been one of ours before the last key.
      forget(document);
    }
  };
  const recheckNeighbours = (document: vscode.TextDocument, language: CheckedLanguage | undefined): void => {
    neighboursOf(document, language).forEach((other) => {
      request(other, 'after a pause');
    });
  };
  vscode.workspace.textDocuments.forEach((document) => {
    request(document, 'now');
  });
  return vscode.Disposable.from(
    onChangesElsewhere(languages, request),
    collection,
    schedule,
    vscode.workspace.onDidOpenTextDocument((document) => {
      request(document, 'now');
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      request(document, 'after a pause');
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      forget(document);
      // From now on what is on the disk counts, and it may be less than what was typed.
      recheckNeighbours(document, languageOf(document));
    }),
  );
}

/** Checks again what is judged by files that change on the disk, and everything when another release is chosen. */
function onChangesElsewhere(
  languages: readonly CheckedLanguage[],
  request: (document: vscode.TextDocument, when: 'now' | 'after a pause') => void,
): vscode.Disposable {
  return vscode.Disposable.from(
    watchFiles((changed) => {
      documentsReading(changed, languages).forEach((document) => {
        request(document, 'after a pause');
      });
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(releaseSetting)) {
        vscode.workspace.textDocuments.forEach((document) => {
          request(document, 'now');
        });
      }
    }),
  );
}

/** The open documents that are judged by one of these paths. What is typed counts before what is saved, so theirs are left out. */
function documentsReading(changed: readonly string[], languages: readonly CheckedLanguage[]): readonly vscode.TextDocument[] {
  const open = vscode.workspace.textDocuments.flatMap((document) => {
    const language = languages.find((one) => one.matches(document));
    return language && document.uri.scheme === 'file' ? [{ document, language }] : [];
  });
  const typed = new Set(open.map(({ document }) => document.fileName));
  const places = changed.filter((place) => !typed.has(place));
  return open.filter(({ document, language }) => places.some(language.reads(document))).map(({ document }) => document);
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

function neighboursOf(document: vscode.TextDocument, language: CheckedLanguage | undefined): readonly vscode.TextDocument[] {
  if (!language?.shared) {
    return [];
  }
  const { matches, shared } = language;
  const group = shared.group(document);
  return vscode.workspace.textDocuments.filter((other) => other !== document && matches(other) && shared.group(other) === group);
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

function diagnosticsOf(document: vscode.TextDocument, findings: readonly Finding[]): vscode.Diagnostic[] {
  return findings.map((finding) => diagnosticOf(document, finding));
}

function diagnosticOf(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const { start, end } = finding.range;
  return ruleDiagnostic(new vscode.Range(document.positionAt(start), document.positionAt(end)), findingText(finding), finding);
}
