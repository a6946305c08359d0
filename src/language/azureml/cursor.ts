import type { TextRange } from '../../base/textRange';

/** What stands where somebody types, by the indentation of the lines around: a text that is being typed is seldom YAML. */
export interface Cursor {
  /** The keys above, outermost first; items of lists do not count. */
  readonly path: readonly string[];
  /** The key whose value is typed; undefined where a key is typed. */
  readonly key: string | undefined;
  /** What is there already of the word, up to the cursor. */
  readonly typed: string;
  /** What a choice takes the place of. */
  readonly range: TextRange;
  /** The other keys of the mapping. */
  readonly siblings: readonly string[];
  /** A colon follows the key, so a choice is the key alone. */
  readonly hasValue: boolean;
  /** Between braces: nothing goes on a line of its own. */
  readonly isFlow: boolean;
  /** How far what is below the key stands to the right of the line's own beginning. */
  readonly step: string;
  /** The document that the cursor is in, without its line. */
  readonly rest: string;
}

interface Line {
  readonly start: number;
  readonly text: string;
}

const keyLine = /^(?<space>\s*)(?<dashes>(?:-\s+)*)(?:(?<quote>["']?)(?<key>[\w$./-]+)\k<quote>\s*:(?=\s|$))?/;

/** Undefined in comments, and where neither a key nor a plain value can stand. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const lines = linesOf(text);
  const at = lines.findLastIndex(({ start }) => start <= offset);
  const line = lines[at];
  if (!line) {
    return undefined;
  }
  const isDivider = ({ text: each }: Line): boolean => /^(?:---|\.\.\.)(?:\s|$)/.test(each);
  const from = lines.slice(0, at).findLastIndex(isDivider) + 1;
  const below = lines.slice(at + 1).findIndex(isDivider);
  const to = below === -1 ? lines.length : at + 1 + below;
  const above = lines.slice(from, at);
  const after = lines.slice(at + 1, to);
  const rest = [...above, ...after].map((each) => each.text).join('\n');
  return cursorIn({ line, above, after, rest }, offset);
}

interface Surroundings {
  readonly line: Line;
  readonly above: readonly Line[];
  readonly after: readonly Line[];
  readonly rest: string;
}

function cursorIn(around: Surroundings, offset: number): Cursor | undefined {
  const { line, rest } = around;
  const before = line.text.slice(0, offset - line.start);
  if (/(?:^|\s)#/.test(before)) {
    return undefined;
  }
  const { space, column, isItem } = readLine({ start: 0, text: before });
  const above = keysAbove(around.above, column, isItem ? space + 1 : column);
  const siblings = [...above.siblings, ...keysBelow(around.after, column)];
  const step = ' '.repeat(2 + column - space);
  const content = before.slice(column);
  const flow = flowContent(content);
  if (!flow) {
    const word = wordIn(content, line, offset, /\s+#|$/);
    return word && { ...word, path: above.path, siblings, isFlow: false, step, rest };
  }
  const word = wordIn(flow.content, line, offset, /[,}\]#]|$/);
  return word && { ...word, path: [...above.path, ...flow.path], siblings: flow.siblings, isFlow: true, step, rest };
}

/** A key, or the value behind one. `end` is where a value ends. */
function wordIn(
  content: string,
  { start, text }: Line,
  offset: number,
  end: RegExp,
): Pick<Cursor, 'key' | 'typed' | 'range' | 'hasValue'> | undefined {
  const tail = text.slice(offset - start);
  const [, quote = '', word] = /^\s*(["']?)([\w$./-]*)$/.exec(content) ?? [];
  if (word !== undefined) {
    const [more = ''] = /^[\w$./-]*["']?/.exec(tail) ?? [];
    const hasValue = /^\s*:(?:\s|$)/.test(tail.slice(more.length));
    return { key: undefined, typed: word, range: { start: offset - word.length - quote.length, end: offset + more.length }, hasValue };
  }
  const [, key, opened = '', typed] = /^\s*["']?([\w$./-]+)["']?\s*:\s+(["']?)(.*)$/.exec(content) ?? [];
  if (key === undefined || typed === undefined) {
    return undefined;
  }
  const length = opened === '' ? tail.slice(0, tail.search(end)).trimEnd().length : Math.max(0, tail.indexOf(opened));
  return { key, typed, range: { start: offset - typed.length, end: offset + length }, hasValue: true };
}

/** What stands in the innermost open braces of a line. */
function flowContent(
  content: string,
): { readonly content: string; readonly path: readonly string[]; readonly siblings: readonly string[] } | undefined {
  const opened: number[] = [];
  for (const { 0: bracket, index } of content.matchAll(/[{}]/g)) {
    if (bracket === '{') {
      opened.push(index);
    } else {
      opened.pop();
    }
  }
  const last = opened.at(-1);
  // `${{ name }}` is a placeholder.
  if (last === undefined || /[{$]$/.test(content.slice(0, last))) {
    return undefined;
  }
  const path = opened.flatMap((at) => /([\w$./-]+)["']?\s*:\s*$/.exec(content.slice(0, at))?.[1] ?? []);
  const inside = content.slice(last + 1);
  const comma = inside.lastIndexOf(',');
  return { content: inside.slice(comma + 1), path, siblings: Array.from(inside.matchAll(/([\w$./-]+)\s*:/g), ([, key = '']) => key) };
}

/** The keys that lead to a column, and those in it. `limit` is the column that a key above must stand to the left of. */
function keysAbove(above: readonly Line[], column: number, limit: number): { readonly path: string[]; readonly siblings: string[] } {
  const path: string[] = [];
  const siblings: string[] = [];
  let left = limit;
  for (const { space, column: own, key, isItem } of above.map(readLine).reverse()) {
    const isBeside = own === column && path.length === 0 && left === column;
    if (key !== undefined && own < left) {
      path.unshift(key);
      left = isItem ? space + 1 : own;
    } else if (key !== undefined && isBeside) {
      siblings.push(key);
      // The first line of a list's item: what is further up belongs to another item.
      left = isItem ? space + 1 : left;
    }
  }
  return { path, siblings };
}

function keysBelow(after: readonly Line[], column: number): string[] {
  const keys = after.map(readLine).filter(({ key }) => key !== undefined);
  const end = keys.findIndex(({ column: own, isItem }) => own < column || (own === column && isItem));
  return keys
    .slice(0, end === -1 ? keys.length : end)
    .flatMap(({ column: own, key }) => (own === column && key !== undefined ? [key] : []));
}

function readLine({ text }: Line): {
  readonly space: number;
  readonly column: number;
  readonly key: string | undefined;
  readonly isItem: boolean;
} {
  const { space = '', dashes = '', key } = /^\s*#/.test(text) ? {} : (keyLine.exec(text)?.groups ?? {});
  return { space: space.length, column: space.length + dashes.length, key, isItem: dashes !== '' };
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map((each) => {
    const line = { start, text: each.replace(/\r$/, '') };
    start += each.length + 1;
    return line;
  });
}
