import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../base/errors';
import * as l10n from '@vscode/l10n';

/** The rules of a `.amlignore` or `.gitignore`; the last one that matches decides. */
export interface IgnoreRules {
  /** The file's name; undefined when the folder has none. */
  readonly file: string | undefined;
  /** A `!` rule may bring back what lies in a folder that another rule leaves out. */
  readonly hasNegation: boolean;
  /** `path` is relative to the folder of the ignore file, with `/`, without one at the end, also for folders. */
  leavesOut(path: string): boolean;
}

export const noRules: IgnoreRules = { file: undefined, hasNegation: false, leavesOut: () => false };

/** Only the one at the root of the uploaded folder counts, and `.amlignore` wins. */
export async function readIgnoreFile(folder: string): Promise<IgnoreRules> {
  for (const file of ['.amlignore', '.gitignore']) {
    const text = await readIfThere(join(folder, file));
    if (text !== undefined) {
      return ignoreRules(text, file);
    }
  }
  return noRules;
}

function ignoreRules(text: string, file: string): IgnoreRules {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => ruleFrom(line.trim(), file))
    .filter((rule) => rule !== undefined);
  return {
    file,
    hasNegation: rules.some((rule) => !rule.leavesOut),
    leavesOut: (path) => rules.findLast(({ pattern }) => matches(pattern, path))?.leavesOut ?? false,
  };
}

/** A pattern is a row of characters that may be repeated, and of stretches that may be missing. */
type Piece =
  | { readonly kind: 'one' | 'many'; readonly takes: (character: string) => boolean }
  /** The `count` pieces after it are there or not. */
  | { readonly kind: 'optional'; readonly count: number };

interface Rule {
  readonly pattern: readonly Piece[];
  readonly leavesOut: boolean;
}

/**
 * One line as the official SDK reads it: git's wildmatch, each line matched by itself against the whole relative path.
 * Libraries for .gitignore follow git further, where a file below an excluded folder cannot be brought back; the SDK's
 * uploads differ there, and with them the set of files.
 */
function ruleFrom(line: string, file: string): Rule | undefined {
  if (line === '' || line === '/' || line.startsWith('#')) {
    return undefined;
  }
  const leavesOut = !line.startsWith('!');
  const segments = normalized((leavesOut ? line : line.slice(1)).split('/'));
  try {
    return { pattern: segments === 'belowRoot' ? [...someOf, slash, manyOf] : piecesOf(segments), leavesOut };
  } catch (error) {
    throw new UserError(l10n.t('{0} has a line that is no valid pattern: {1}', file, line), 'ignore-file', { cause: error });
  }
}

/** Anchored patterns lose their leading slash, single names match at any depth, a trailing slash means everything below. */
function normalized(segments: readonly string[]): string[] | 'belowRoot' {
  const [first = '', ...rest] = segments.filter((segment, i) => !(segment === '**' && segments[i - 1] === '**'));
  if (first === '**' && rest.length === 1 && rest[0] === '') {
    return 'belowRoot';
  }
  const isSingle = rest.length === 0 || (rest.length === 1 && rest[0] === '');
  const whole = first === '' ? rest : isSingle && first !== '**' ? ['**', first, ...rest] : [first, ...rest];
  return whole.length > 1 && whole.at(-1) === '' ? [...whole.slice(0, -1), '**'] : whole;
}

const anything = (character: string): boolean => !/[\n\r\u2028\u2029]/.test(character);
const withinSegment = (character: string): boolean => character !== '/';
const slash: Piece = literal('/');
const manyOf: Piece = { kind: 'many', takes: anything };
const someOf: readonly Piece[] = [{ kind: 'one', takes: anything }, manyOf];

function literal(wanted: string): Piece {
  return { kind: 'one', takes: (character) => character === wanted };
}

function optional(pieces: readonly Piece[]): Piece[] {
  return [{ kind: 'optional', count: pieces.length }, ...pieces];
}

function piecesOf(segments: readonly string[]): Piece[] {
  const end = segments.length - 1;
  return segments.flatMap((segment, i) => {
    if (segment === '**') {
      return anyFolders(i === 0, i === end);
    }
    const needSlash = i > 1 || (i === 1 && segments[0] !== '**');
    // A name at the end matches the file, and a folder of that name with all below it.
    return [...(needSlash ? [slash] : []), ...segmentPieces(segment), ...(i === end ? optional([slash, manyOf]) : [])];
  });
}

function anyFolders(isFirst: boolean, isLast: boolean): readonly Piece[] {
  if (isFirst) {
    return isLast ? someOf : optional([...someOf, slash]);
  }
  return isLast ? [slash, manyOf] : optional([slash, ...someOf]);
}

/** `*`, `?`, `[…]`, `[!…]` and `\` within one segment. */
function segmentPieces(segment: string): Piece[] {
  if (segment === '*') {
    return [
      { kind: 'one', takes: withinSegment },
      { kind: 'many', takes: withinSegment },
    ];
  }
  const characters = Array.from(segment);
  const pieces: Piece[] = [];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    if (character === '\\') {
      i += 1;
      const escaped = characters[i];
      if (escaped === undefined) {
        throw new SyntaxError('nothing after the backslash');
      }
      pieces.push(literal(escaped));
    } else if (character === '[') {
      const close = closingBracket(characters, i);
      pieces.push(close === undefined ? literal('[') : bracketPiece(characters.slice(i + 1, close)));
      i = close ?? i;
    } else if (character === '*') {
      pieces.push({ kind: 'many', takes: withinSegment });
    } else {
      pieces.push(character === '?' ? { kind: 'one', takes: withinSegment } : literal(character));
    }
  }
  return pieces;
}

/**
 * Follows all ways through the pattern at once, so that the time is that of the path's length times the pattern's: a regular
 * expression tries one way after the other, and a line with many stars has more of them than anybody can wait for.
 */
function matches(pattern: readonly Piece[], path: string): boolean {
  let places = new Set<number>();
  reach(0, pattern, places);
  for (const character of path) {
    const next = new Set<number>();
    for (const place of places) {
      const piece = pattern[place];
      if (piece && piece.kind !== 'optional' && piece.takes(character)) {
        reach(piece.kind === 'many' ? place : place + 1, pattern, next);
      }
    }
    places = next;
  }
  return places.has(pattern.length);
}

/** Adds a place in the pattern, and those that follow it without a character. */
function reach(place: number, pattern: readonly Piece[], places: Set<number>): void {
  if (places.has(place)) {
    return;
  }
  places.add(place);
  const piece = pattern[place];
  if (piece && piece.kind !== 'one') {
    reach(place + 1, pattern, places);
    if (piece.kind === 'optional') {
      reach(place + 1 + piece.count, pattern, places);
    }
  }
}

/** A `]` right after `[` or `[!` is an ordinary member. */
function closingBracket(characters: readonly string[], open: number): number | undefined {
  const first = open + (characters[open + 1] === '!' ? 2 : 1);
  const close = characters.indexOf(']', characters[first] === ']' ? first + 1 : first);
  return close === -1 ? undefined : close;
}

function bracketPiece(members: readonly string[]): Piece {
  const isNegated = members[0] === '!';
  const inside = (isNegated ? members.slice(1) : members).map((it) => (/[\\\][^]/.test(it) ? `\\${it}` : it)).join('');
  const set = new RegExp(`^[${isNegated ? '^' : ''}${inside}]$`, 'u');
  return { kind: 'one', takes: (character) => set.test(character) };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) {
      return undefined;
    }
    throw error;
  }
}
