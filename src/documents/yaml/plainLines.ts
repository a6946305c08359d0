/** A line `key: word`, or `key:` above deeper lines, with nothing on it that only a YAML parser understands. Places in UTF-16 units of the text. */
export interface PlainLine {
  readonly start: number;
  /** Behind its line break. */
  readonly end: number;
  /** In spaces. */
  readonly indent: number;
  readonly key: string;
  /** Undefined where the lines below are the value. */
  readonly value: PlainValue | undefined;
}

export interface PlainValue {
  readonly type: 'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE';
  /** Without the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Lines between two entries of one mapping, which belong to it or to mappings within it. `before` has its value on its line. */
export interface PlainBlock {
  readonly before: PlainLine;
  readonly lines: readonly PlainLine[];
  readonly after: PlainLine;
}

/** Indentation and key. */
const key = String.raw`( *)([A-Za-z_$][\w.$/-]{0,100}):`;
/** Begins with no indicator; no tab, no colon before a space, and no `#` behind one. */
const word = String.raw`(?:[^\s\-?:,[\]{}#&*!|>'"%@\x60]|-\d)(?:[^\s:]|:(?=\S)| +(?=[^\s:#]))*`;
/** In double quotes, in single ones, or plain. */
const value = String.raw`(?: +(?:"([^"\\\r\n\t]*)"|'([^'\r\n\t]*)'|(${word})))?`;
const rest = String.raw`(?: +#[^\r\n]*| *)\r?\n`;

/** All blocks of a text whose lines look as if they could be read one by one. Their neighbours tell whether they stand in a mapping at all: they may be lines of a longer text. */
export function plainBlocks(text: string): readonly PlainBlock[] {
  // Control characters and directives have meanings of their own to the parser.
  if (/[^\P{Cc}\t\r\n]|^%/mu.test(text)) {
    return [];
  }
  return [...runsOf(text)].flatMap((run) => [...blocksOf(run)]);
}

/** Plain lines that follow each other, apart from empty lines and comments between them. */
function* runsOf(text: string): Iterable<readonly PlainLine[]> {
  const plainLine = new RegExp(key + value + rest, 'y');
  let run: PlainLine[] = [];
  let levels: number[] = [];
  let at = 0;
  while (at < text.length) {
    const next = lineAt(text, at, plainLine);
    const gap = next ? '' : gapAt(text, at);
    const line = next ?? lineAt(text, at + gap.length, plainLine);
    if (!line || !follows(line, run.at(-1), gap, levels)) {
      yield run;
      run = [];
      levels = line ? [line.indent] : [];
    }
    if (line) {
      run.push(line);
    }
    at = line?.end ?? lineEnd(text, at + gap.length);
  }
  yield run;
}

function gapAt(text: string, at: number): string {
  const gap = /(?:(?: *#[^\r\n]*)?\r?\n)*/y;
  gap.lastIndex = at;
  return gap.exec(text)?.[0] ?? '';
}

/** Whether a line goes on where the one before ended. `levels`: the columns of the mappings that are open there, changed to those of the line. */
function follows(line: PlainLine, previous: PlainLine | undefined, gap: string, levels: number[]): boolean {
  if (!previous) {
    levels.splice(0, levels.length, line.indent);
    return true;
  }
  if (!previous.value) {
    levels.push(line.indent);
    return gap === '' && line.indent > previous.indent;
  }
  while ((levels.at(-1) ?? -1) > line.indent) {
    levels.pop();
  }
  if (levels.length === 0) {
    levels.push(line.indent);
  }
  // A comment of another column may belong to the value above it.
  return levels.at(-1) === line.indent && (gap === '' || commentsAt(gap, line.indent));
}

function commentsAt(gap: string, indent: number): boolean {
  return [...gap.matchAll(/^ *(?=#)/gm)].every(([space]) => space.length === indent);
}

function lineAt(text: string, start: number, plainLine: RegExp): PlainLine | undefined {
  plainLine.lastIndex = start;
  const match = plainLine.exec(text);
  if (!match) {
    return undefined;
  }
  const [, indent = '', name = ''] = match;
  const value = valueOf(text, start + indent.length + name.length + 1, match);
  return { start, end: plainLine.lastIndex, indent: indent.length, key: name, value };
}

function valueOf(text: string, behindColon: number, [, , , double, single, plain]: RegExpExecArray): PlainValue | undefined {
  const inner = double ?? single ?? plain;
  if (inner === undefined) {
    return undefined;
  }
  let start = behindColon;
  while (text[start] === ' ') {
    start += 1;
  }
  const quotes = plain === undefined ? 2 : 0;
  const type = double !== undefined ? 'QUOTE_DOUBLE' : single !== undefined ? 'QUOTE_SINGLE' : 'PLAIN';
  return { type, text: inner, start, end: start + inner.length + quotes };
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
}

/** From an entry with its value to the last entry of the same mapping. */
function* blocksOf(run: readonly PlainLine[]): Iterable<PlainBlock> {
  for (let at = 0; at < run.length; at += 1) {
    const before = run[at];
    const last = before?.value ? lastBeside(run, at) : at;
    const after = run[last];
    if (before && after && last > at + 1) {
      yield { before, lines: run.slice(at + 1, last), after };
    }
    // The last one is looked at again: what is below it has entries of its own.
    at = Math.max(at, last - 1);
  }
}

function lastBeside(run: readonly PlainLine[], first: number): number {
  const indent = run[first]?.indent ?? 0;
  let last = first;
  for (let at = first + 1; at < run.length; at += 1) {
    const own = run[at]?.indent ?? 0;
    if (own < indent) {
      break;
    }
    last = own === indent ? at : last;
  }
  return last;
}
