import type { TextRange } from '../base/textRange';
import type { TritonRelease } from '../documents/pbtxt/release';

export type Severity = 'error' | 'warning' | 'info';

export interface Problem {
  readonly range: TextRange;
  /** Translated: what is wrong with what, and what to do. */
  readonly message: string;
  /** What a Triton server says of it, in its own words, so that a log can be found here and the other way round. */
  readonly triton?: string;
}

/**
 * One thing that can be wrong with a document.
 *
 * `code` is public: users see it in the Problems view, quick fixes and suppressions are keyed by it, docs/rules.md has its
 * section, and it never changes once released. Messages may change and are translated; nothing may test them.
 * `severity` is error only where the real thing refuses.
 */
export interface Rule<Document> {
  readonly code: string;
  readonly severity: Severity;
  /** The first release of Triton that looks; older ones take it. Absent = all that matter. */
  readonly since?: TritonRelease;
  check(document: Document): Iterable<Problem>;
}

/** A problem together with the rule that found it. */
export interface Finding extends Problem {
  readonly code: string;
  readonly severity: Severity;
}

/** Everything that the rules find, in the order of the text; for one release of Triton, or else the newest. */
export function applyRules<Document>(rules: readonly Rule<Document>[], document: Document, release?: TritonRelease): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    if (release === undefined || rule.since === undefined || rule.since <= release) {
      for (const problem of rule.check(document)) {
        findings.push({ ...problem, code: rule.code, severity: rule.severity });
      }
    }
  }
  return findings.sort((a, b) => a.range.start - b.range.start);
}
