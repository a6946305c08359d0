import type { TextRange } from '../base/textRange';

export type Severity = 'error' | 'warning' | 'info';

export interface Problem {
  readonly range: TextRange;
  readonly message: string;
}

/**
 * One thing that can be wrong with a document.
 *
 * `code` is public: users see it in the Problems view, quick fixes and suppressions are keyed by it,
 * and it never changes once released. Messages may change and are translated; nothing may test them.
 */
export interface Rule<Document> {
  readonly code: string;
  readonly severity: Severity;
  check(document: Document): Iterable<Problem>;
}
