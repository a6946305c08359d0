import { isMap, isPair, isScalar, type Node, type YAMLMap } from 'yaml';
import type { TextRange } from '../../base/textRange';
import { rangeOfNode, type YamlEntry } from './yamlMapping';

export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** Edits must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((changed, { range, newText }) => changed.slice(0, range.start) + newText + changed.slice(range.end), text);
}

export function renameKey({ keyRange }: YamlEntry, newText: string): TextEdit {
  return { range: keyRange, newText };
}

/** `key: value` on a line of its own after the last entry of a mapping, or after `behind`; between braces at their end. */
export function insertEntry(text: string, map: YAMLMap, written: string, behind?: YamlEntry): TextEdit {
  const { start, end } = rangeOfNode(map);
  if (map.flow === true) {
    const at = text.lastIndexOf('}', end - 1);
    return { range: { start: at, end: at }, newText: map.items.length > 0 ? `, ${written}` : written };
  }
  const last = behind ? entryRange(text, behind).end : start + text.slice(start, end).trimEnd().length;
  const lineEnd = text.indexOf('\n', last);
  const at = lineEnd === -1 ? text.length : text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const lines = written.split('\n').map((line) => `${newline}${indent}${line}`);
  return { range: { start: at, end: at }, newText: lines.join('') };
}

/** What stands between the key and the end of its value, as written, without the space after it. */
export function entryRange(text: string, { keyRange, value }: YamlEntry): TextRange {
  const { end } = rangeOfNode(value);
  return { start: keyRange.start, end: keyRange.start + text.slice(keyRange.start, Math.max(end, keyRange.end)).trimEnd().length };
}

/** Takes an entry out: its lines in a block with their comments at the end, itself and its comma between braces. */
export function removeEntry(text: string, map: YAMLMap, entry: YamlEntry): TextEdit {
  const { start, end } = entryRange(text, entry);
  if (map.flow === true) {
    const after = /^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0;
    const before = after > 0 ? 0 : (/,\s*$/.exec(text.slice(0, start))?.[0].length ?? 0);
    return { range: { start: start - before, end: end + after }, newText: '' };
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  // The first entry of a list's item stands behind its dash, which stays for the next entry.
  if (text.slice(lineStart, start).trim() !== '') {
    const next = nextKeyStart(map, start);
    return { range: { start, end: next ?? end }, newText: '' };
  }
  return { range: { start: lineStart, end: lineEnd === -1 ? text.length : lineEnd + 1 }, newText: '' };
}

/** `key:` with one entry below it becomes `newKey: value` with the value of that entry; comments in between follow the value. */
export function liftEntry(text: string, outer: YamlEntry, inner: YamlEntry, newKey: string): TextEdit {
  const { start } = outer.keyRange;
  const value = rangeOfNode(inner.value);
  const end = value.start + text.slice(value.start, value.end).trimEnd().length;
  const between = text.slice(outer.keyRange.end, inner.keyRange.start) + text.slice(inner.keyRange.end, value.start);
  const comments = commentsIn(between).map((comment) => ` ${comment}`);
  const rest = entryRange(text, outer).end;
  const trailing = commentsIn(text.slice(end, rest)).map((comment) => ` ${comment}`);
  return {
    range: { start, end: Math.max(end, rest) },
    newText: `${newKey}: ${text.slice(value.start, end)}${[...comments, ...trailing].join('')}`,
  };
}

/** Comments of a piece of text between nodes. */
export function commentsIn(text: string): string[] {
  return Array.from(text.matchAll(/(?:^|\s)(#[^\r\n]*)/g), ([, comment = '']) => comment.trimEnd());
}

function nextKeyStart(map: YAMLMap, after: number): number | undefined {
  const starts = map.items.flatMap((item) => (isPair(item) && isNode(item.key) ? rangeOfNode(item.key).start : []));
  return starts.find((start) => start > after);
}

function isNode(raw: unknown): raw is Node {
  return isScalar(raw) || isMap(raw);
}
