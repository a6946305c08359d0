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
    leavesOut: (path) => rules.findLast((rule) => rule.pattern.test(path))?.leavesOut ?? false,
  };
}

interface Rule {
  readonly pattern: RegExp;
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
    return { pattern: new RegExp(`^${segments === 'belowRoot' ? '.+/.*' : regexOf(segments)}$`, 'u'), leavesOut };
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

function regexOf(segments: readonly string[]): string {
  const end = segments.length - 1;
  let regex = '';
  let needSlash = false;
  segments.forEach((segment, i) => {
    if (segment === '**') {
      regex += i === 0 ? (i === end ? '.+' : '(?:.+/)?') : i === end ? '/.*' : '(?:/.+)?';
      needSlash = i > 0;
      return;
    }
    // A name at the end matches the file, and a folder of that name with all below it.
    regex += (needSlash ? '/' : '') + (segment === '*' ? '[^/]+' : segmentRegex(segment)) + (i === end ? '(?:/.*)?' : '');
    needSlash = true;
  });
  return regex;
}

/** `*`, `?`, `[…]`, `[!…]` and `\` within one segment. */
function segmentRegex(segment: string): string {
  const characters = Array.from(segment);
  let regex = '';
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    if (character === '\\') {
      i += 1;
      const escaped = characters[i];
      if (escaped === undefined) {
        throw new SyntaxError('nothing after the backslash');
      }
      regex += literal(escaped);
    } else if (character === '[') {
      const close = closingBracket(characters, i);
      regex += close === undefined ? '\\[' : bracketRegex(characters.slice(i + 1, close));
      i = close ?? i;
    } else {
      regex += character === '*' ? '[^/]*' : character === '?' ? '[^/]' : literal(character);
    }
  }
  return regex;
}

/** A `]` right after `[` or `[!` is an ordinary member. */
function closingBracket(characters: readonly string[], open: number): number | undefined {
  const first = open + (characters[open + 1] === '!' ? 2 : 1);
  const close = characters.indexOf(']', characters[first] === ']' ? first + 1 : first);
  return close === -1 ? undefined : close;
}

function bracketRegex(members: readonly string[]): string {
  const isNegated = members[0] === '!';
  const inside = (isNegated ? members.slice(1) : members).map((it) => (/[\\\][^]/.test(it) ? `\\${it}` : it)).join('');
  return `[${isNegated ? '^' : ''}${inside}]`;
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
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
