import type { FileEdits, TextEdit } from '../../../src/language/answers';

/** A text with edits made, which may stand in any order and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((result, { range, newText }) => result.slice(0, range.start) + newText + result.slice(range.end), text);
}

export function applyTo(file: string, text: string, changes: readonly FileEdits[]): string {
  return applyEdits(
    text,
    changes.filter((one) => one.file === file).flatMap(({ edits }) => edits),
  );
}
