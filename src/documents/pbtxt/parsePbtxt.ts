import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../base/textRange';
import {
  MOST_PROBLEMS,
  type PbtxtDocument,
  type PbtxtElement,
  type PbtxtField,
  type PbtxtList,
  type PbtxtMessage,
  type PbtxtProblem,
  type PbtxtScalar,
  type PbtxtValue,
} from './pbtxtDocument';
import { tokenizePbtxt, type PbtxtToken } from './tokenizePbtxt';

/** Deeper than any configuration, and shallow enough for every stack. */
const MAX_DEPTH = 200;
const closing: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['<', '>'],
]);

/** Reads a file in text format. Never throws: a faulty place becomes a problem and what stands around it is still understood. */
export function parsePbtxt(text: string): PbtxtDocument {
  const { tokens, comments, problems } = tokenizePbtxt(text);
  const parser = new Parser(tokens);
  const fields = parser.fields(undefined, 0);
  const all = [...problems, ...parser.problems].sort((a, b) => a.range.start - b.range.start);
  return { root: { kind: 'message', fields, range: { start: 0, end: text.length } }, comments, problems: all };
}

class Parser {
  readonly problems: PbtxtProblem[] = [];
  private at = 0;

  constructor(private readonly tokens: readonly PbtxtToken[]) {}

  /** Fields up to `close`, which is left for the caller, or up to the end of the file. */
  fields(close: string | undefined, depth: number): PbtxtField[] {
    const fields: PbtxtField[] = [];
    while (this.token.kind !== 'end' && !(close !== undefined && this.isClosing())) {
      if (this.token.kind === 'word') {
        fields.push(this.field(depth));
        // One separator may follow a field; a second one is reported as what it is: no name.
        if (!this.take(';')) {
          this.take(',');
        }
      } else {
        this.skipToName(close);
      }
    }
    return fields;
  }

  private field(depth: number): PbtxtField {
    const name = this.advance();
    const hasColon = this.take(':');
    const value = this.value(hasColon, depth);
    const end = value?.range.end ?? this.previousEnd();
    return { name: name.text, nameRange: name.range, hasColon, value, range: { start: name.range.start, end } };
  }

  private value(hasColon: boolean, depth: number): PbtxtValue | undefined {
    if (this.token.text === '[' && this.token.kind === 'symbol') {
      return this.list(depth);
    }
    const startsScalar = this.token.kind === 'string' || this.token.kind === 'integer' || this.token.kind === 'float' || this.is('-');
    if (!hasColon && startsScalar) {
      this.expected(l10n.t('A colon is missing between the name of the field and its value.'));
    }
    if (hasColon || startsScalar || this.opens()) {
      return this.element(depth);
    }
    this.expected(l10n.t('The value of the field is missing: ": value" or "{ … }" is expected after its name.'));
    return undefined;
  }

  private list(depth: number): PbtxtList {
    const start = this.advance().range.start;
    const items: PbtxtElement[] = [];
    let isClosed = this.take(']');
    let open = !isClosed;
    while (open) {
      const item = this.element(depth);
      if (item !== undefined) {
        items.push(item);
      }
      isClosed = this.take(']');
      if (isClosed) {
        open = false;
      } else if (!this.take(',')) {
        this.expected(l10n.t('A comma or "]" is expected after an element of a list.'));
        // The next element is read as if the comma were there; anything else ends the list.
        open = item !== undefined && (this.opens() || this.token.kind === 'string' || this.token.kind === 'integer');
      }
    }
    const isOpen = this.token.kind === 'end' && !isClosed;
    return { kind: 'list', items, range: { start, end: this.previousEnd() }, ...(isOpen ? { isOpen } : {}) };
  }

  private element(depth: number): PbtxtElement | undefined {
    if (this.opens()) {
      return this.message(depth + 1);
    }
    const start = this.token.range.start;
    const minus = this.take('-');
    const scalar = this.scalar(start, minus);
    if (scalar === undefined) {
      this.expected(l10n.t('A value is expected: a string in quotation marks, a number, a word, or "{ … }".'));
    }
    return scalar;
  }

  private scalar(start: number, negative: boolean): PbtxtScalar | undefined {
    const { kind, text } = this.token;
    switch (kind) {
      case 'string':
        return negative ? undefined : this.strings();
      case 'integer':
      case 'float':
        return { kind, negative, digits: text, range: { start, end: this.advance().range.end } };
      case 'word':
        return { kind, negative, text, range: { start, end: this.advance().range.end } };
      case 'symbol':
      case 'end':
        return undefined;
    }
  }

  private strings(): PbtxtScalar {
    const first = this.advance();
    let value = first.value;
    while (this.token.kind === 'string') {
      value += this.advance().value;
    }
    return { kind: 'string', value, range: { start: first.range.start, end: this.previousEnd() } };
  }

  private message(depth: number): PbtxtMessage {
    const open = this.advance();
    const close = closing.get(open.text) ?? '}';
    if (depth > MAX_DEPTH) {
      return this.skippedMessage(open);
    }
    const fields = this.fields(close, depth);
    const isOpen = this.token.kind === 'end';
    if (this.is(close)) {
      this.advance();
    } else if (this.token.kind === 'end') {
      this.report('syntax', open.range, l10n.t('The closing "{0}" of this message is missing.', close));
    } else {
      this.expected(l10n.t('"{0}" is expected here: a message ends with the mark that goes with the one it began with.', close));
      this.advance();
    }
    return { kind: 'message', fields, range: { start: open.range.start, end: this.previousEnd() }, ...(isOpen ? { isOpen } : {}) };
  }

  /** Messages nested beyond all reason: the rest of the file is not read. */
  private skippedMessage(open: PbtxtToken): PbtxtMessage {
    this.report(
      'too-deep',
      open.range,
      l10n.t('Messages are nested more than {0} deep here; the rest of the file is not read.', MAX_DEPTH),
    );
    this.at = this.tokens.length - 1;
    return { kind: 'message', fields: [], range: { start: open.range.start, end: this.token.range.end } };
  }

  /** One problem for a run of tokens that cannot begin a field. Braces inside the run are skipped as pairs. */
  private skipToName(close: string | undefined): void {
    const start = this.token;
    this.report('syntax', start.range, l10n.t('The name of a field is expected here, found {0}.', start.text));
    let depth = 0;
    do {
      depth += this.opens() ? 1 : this.isClosing() ? -1 : 0;
      this.advance();
    } while (this.token.kind !== 'end' && (depth > 0 || (this.token.kind !== 'word' && !(close !== undefined && this.isClosing()))));
  }

  private get token(): PbtxtToken {
    const token = this.tokens[this.at] ?? this.tokens[this.tokens.length - 1];
    if (token === undefined) {
      throw new Error('a token list ends with a token of kind end');
    }
    return token;
  }

  private is(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol;
  }

  private opens(): boolean {
    return this.is('{') || this.is('<');
  }

  private isClosing(): boolean {
    return this.is('}') || this.is('>');
  }

  private take(symbol: string): boolean {
    const found = this.is(symbol);
    if (found) {
      this.advance();
    }
    return found;
  }

  private advance(): PbtxtToken {
    const { token } = this;
    this.at = Math.min(this.at + 1, this.tokens.length - 1);
    return token;
  }

  private previousEnd(): number {
    return this.tokens[this.at - 1]?.range.end ?? 0;
  }

  private expected(message: string): void {
    this.report('syntax', this.token.range, message);
  }

  private report(code: PbtxtProblem['code'], range: TextRange, message: string): void {
    if (this.problems.length < MOST_PROBLEMS) {
      this.problems.push({ code, range, message });
    }
  }
}
