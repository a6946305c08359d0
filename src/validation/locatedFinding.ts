import * as l10n from '@vscode/l10n';
import type { CheckedFile } from './checkPaths';
import type { Finding, Severity } from './rule';

/** A finding as it is handed out: places in lines and columns from 1, the column in UTF-16 units. */
export interface LocatedFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

/** The findings of a file in lines and columns. `shown` is the path as the reader knows it. */
export function locate({ text, findings }: CheckedFile, shown: string): LocatedFinding[] {
  const starts = lineStarts(text);
  return findings.map((finding) => {
    const from = position(starts, finding.range.start);
    const to = position(starts, finding.range.end);
    const { severity, code } = finding;
    return {
      file: shown,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
      severity,
      code,
      message: findingText(finding),
    };
  });
}

/** The message with Triton's own words after it. */
export function findingText({ message, triton }: Pick<Finding, 'message' | 'triton'>): string {
  return triton === undefined ? message : l10n.t('{0} Triton says: {1}', message, triton);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

function position(starts: readonly number[], offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
