import type { TextRange } from '../../base/textRange';
import { parsePbtxt } from '../../documents/pbtxt/parsePbtxt';
import { tokenizePbtxt, type PbtxtToken } from '../../documents/pbtxt/tokenizePbtxt';
import type { TextEdit } from '../answers';

export interface FormatOptions {
  /** One step of indentation, such as two spaces. */
  readonly indent: string;
  /** Only what begins in this part of the text is laid out; how follows from the whole of it. */
  readonly within?: TextRange;
}

/** Wider lines are broken up. */
const WIDEST = 100;

/**
 * Lays a configuration out anew. Only blanks and ends of lines change, so no value and no comment can: a message or a list that
 * stands in one line stays there if it fits. A text that cannot be parsed is left as it is.
 */
export function formatConfig(text: string, { indent, within = { start: 0, end: text.length } }: FormatOptions): TextEdit[] {
  if (parsePbtxt(text).problems.length > 0) {
    return [];
  }
  const pieces = piecesOf(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const gaps = new Layout(pieces, indent).gaps();
  const edits = pieces.map(({ range }, index) => ({
    range: { start: pieces[index - 1]?.range.end ?? 0, end: range.start },
    newText: (gaps[index] ?? '').replaceAll('\n', eol),
  }));
  const end = { range: { start: pieces.at(-1)?.range.end ?? 0, end: text.length }, newText: pieces.length === 0 ? '' : eol };
  return [...edits, end].filter(
    ({ range, newText }) => within.start <= range.end && range.end <= within.end && text.slice(range.start, range.end) !== newText,
  );
}

/** A token or a comment. */
interface Piece {
  readonly kind: Exclude<PbtxtToken['kind'], 'symbol'> | 'comment' | 'mark' | 'open' | 'close';
  readonly text: string;
  readonly range: TextRange;
  /** Ends of lines between the piece before and this one. */
  readonly lines: number;
}

function piecesOf(text: string): Piece[] {
  const { tokens, comments } = tokenizePbtxt(text);
  const unsorted = [
    ...tokens.filter(({ kind }) => kind !== 'end').map((token) => ({ ...token, kind: kindOf(token) })),
    ...comments.map((comment) => ({ ...comment, kind: 'comment' as const })),
  ];
  const sorted = unsorted.sort((a, b) => a.range.start - b.range.start);
  return sorted.map(({ kind, text: written, range }, index) => {
    const gap = text.slice(sorted[index - 1]?.range.end ?? 0, range.start);
    return { kind, text: written, range, lines: gap.split('\n').length - 1 };
  });
}

function kindOf({ kind, text }: PbtxtToken): Piece['kind'] {
  return kind !== 'symbol' ? kind : '{[<'.includes(text) ? 'open' : '}]>'.includes(text) ? 'close' : 'mark';
}

/** A bracket that is open. */
interface Group {
  readonly mark: string;
  /** Its parts have lines of their own. */
  readonly isBroken: boolean;
  /** Steps of indentation of the line in which it was opened. */
  readonly depth: number;
}

class Layout {
  private readonly groups: Group[] = [];
  private readonly closing: ReadonlyMap<number, number>;

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly indent: string,
  ) {
    this.closing = closingMarks(pieces);
  }

  /** What stands before each piece. */
  gaps(): string[] {
    let column = 0;
    return this.pieces.map((piece, index) => {
      const gap = index === 0 ? '' : this.gap(this.pieces[index - 1], piece);
      const afterLine = gap.length - gap.lastIndexOf('\n') - 1;
      column = (gap.includes('\n') ? afterLine : column + gap.length) + piece.range.end - piece.range.start;
      this.follow(piece, index, column);
      return gap;
    });
  }

  private gap(before: Piece | undefined, piece: Piece): string {
    if (before === undefined || (piece.kind === 'comment' && piece.lines === 0)) {
      return before === undefined ? '' : '  ';
    }
    if (before.kind === 'string' && piece.kind === 'string' && piece.lines > 0) {
      return `\n${this.indent.repeat(this.innerDepth() + 1)}`;
    }
    const isOwnLine = before.kind === 'comment' || piece.kind === 'comment' || this.breaks(before, piece);
    return isOwnLine ? this.newLine(before, piece) : isTight(before, piece) ? '' : ' ';
  }

  private newLine(before: Piece, piece: Piece): string {
    const isEnd = piece.kind === 'close';
    const depth = isEnd ? (this.groups.at(-1)?.depth ?? 0) : this.innerDepth();
    const keepsBlankLine = piece.lines > 1 && !isEnd && before.kind !== 'open';
    return `${keepsBlankLine ? '\n\n' : '\n'}${this.indent.repeat(depth)}`;
  }

  private innerDepth(): number {
    const group = this.groups.at(-1);
    return group === undefined ? 0 : group.depth + 1;
  }

  /** Fields of the file and of broken messages, elements of broken lists and their closing marks begin lines. */
  private breaks(before: Piece, piece: Piece): boolean {
    const group = this.groups.at(-1);
    if (group?.isBroken === false) {
      return false;
    }
    if (piece.kind === 'close' || before.kind === 'open') {
      return group !== undefined;
    }
    return group?.mark === '[' ? before.text === ',' && before.kind === 'mark' : piece.kind === 'word' && !isValueMark(before);
  }

  /** Opens and closes groups; `column` is where the piece ends. */
  private follow({ kind, text }: Piece, index: number, column: number): void {
    if (kind === 'open') {
      const outer = this.groups.at(-1);
      const isBroken = outer?.isBroken !== false && this.mustBreak(index, column);
      this.groups.push({ mark: text, isBroken, depth: outer?.isBroken === false ? outer.depth : this.innerDepth() });
    } else if (kind === 'close') {
      this.groups.pop();
    }
  }

  private mustBreak(index: number, column: number): boolean {
    const inside = this.pieces.slice(index + 1, this.closing.get(index) ?? index + 1);
    if (inside.length === 0) {
      return false;
    }
    if (inside.some(({ kind }) => kind === 'comment')) {
      return true;
    }
    const width = inside.reduce((sum, { range }) => sum + range.end - range.start + 1, column + 2);
    // Numbers that were written one a line are put into one where they fit.
    const isNumbers =
      this.pieces[index]?.text === '[' && inside.every(({ kind, text }) => kind === 'integer' || (kind === 'mark' && text !== ';'));
    const end = this.pieces[index + inside.length + 1]?.lines ?? 0;
    return width > WIDEST || (!isNumbers && (end > 0 || inside.some(({ lines }) => lines > 0)));
  }
}

/** Index of an opening mark -> index of its closing mark. */
function closingMarks(pieces: readonly Piece[]): ReadonlyMap<number, number> {
  const open: number[] = [];
  const pairs = new Map<number, number>();
  for (const [index, { kind }] of pieces.entries()) {
    if (kind === 'open') {
      open.push(index);
    } else if (kind === 'close') {
      pairs.set(open.pop() ?? 0, index);
    }
  }
  return pairs;
}

/** What a value stands behind. */
function isValueMark({ kind, text }: Piece): boolean {
  return kind === 'mark' && (text === ':' || text === '-');
}

function isTight(before: Piece, piece: Piece): boolean {
  return (piece.kind === 'mark' && piece.text !== '-') || (before.kind === 'mark' && before.text === '-');
}
