import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../base/textRange';
import { MOST_PROBLEMS, type PbtxtComment, type PbtxtProblem, type PbtxtProblemCode } from './pbtxtDocument';
import { readStringLiteral } from './stringLiteral';

export interface PbtxtToken {
  readonly kind: 'word' | 'string' | 'integer' | 'float' | 'symbol' | 'end';
  readonly text: string;
  /** What a string literal stands for; for other kinds the text. */
  readonly value: string;
  readonly range: TextRange;
}

export interface PbtxtTokens {
  /** Ends with one token of kind `end`. */
  readonly tokens: readonly PbtxtToken[];
  readonly comments: readonly PbtxtComment[];
  readonly problems: readonly PbtxtProblem[];
}

const SPACE = /[ \t\r\n\v\f]+/y;
const COMMENT = /#[^\n]*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
// As protobuf's tokenizer reads numbers: hexadecimal, octal by a leading 0, decimal with an f allowed after it.
const HEX = /0[xX][0-9a-fA-F]*/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d*)?/y;

/** Splits a text as protobuf's io::Tokenizer does with comments of shell style. Never throws; goes on after every problem. */
export function tokenizePbtxt(text: string): PbtxtTokens {
  return new Tokenizer(text).run();
}

class Tokenizer {
  private at = 0;
  private readonly tokens: PbtxtToken[] = [];
  private readonly comments: PbtxtComment[] = [];
  private readonly problems: PbtxtProblem[] = [];

  constructor(private readonly text: string) {}

  run(): PbtxtTokens {
    while (this.at < this.text.length) {
      this.next();
    }
    this.push('end', this.at);
    return { tokens: this.tokens, comments: this.comments, problems: this.problems };
  }

  private next(): void {
    const start = this.at;
    const char = this.text.charAt(start);
    if (this.take(SPACE)) {
      return;
    }
    if (this.take(COMMENT)) {
      const line = this.text.slice(start, this.at).replace(/\r$/, '');
      this.comments.push({ text: line.slice(1), range: { start, end: start + line.length } });
      this.checkNul(start);
    } else if (char === '"' || char === "'") {
      this.string(start);
    } else if (this.take(WORD)) {
      this.push('word', start);
    } else if (/\d/.test(char) || /^\.\d/.test(this.text.slice(start, start + 2))) {
      this.number(start);
    } else if (char > ' ' && char <= '~') {
      this.at += 1;
      this.push('symbol', start);
    } else {
      this.strangeCharacter(start);
    }
  }

  private string(start: number): void {
    const literal = readStringLiteral(this.text, start);
    this.at = literal.end;
    for (const range of literal.badEscapes) {
      this.report('bad-escape', range, l10n.t('This is no escape sequence of a string. For a backslash itself write two.'));
    }
    if (!literal.closed) {
      this.report(
        'unterminated-string',
        { start, end: this.at },
        l10n.t('The closing quotation mark of this string is missing in its line.'),
      );
    }
    this.checkNul(start);
    this.push('string', start, literal.value);
  }

  /** The one character that protobuf takes nowhere: strings and comments break off at it. */
  private checkNul(start: number): void {
    const at = this.text.slice(start, this.at).indexOf('\0');
    if (at !== -1) {
      const range = { start: start + at, end: start + at + 1 };
      this.report('bad-character', range, l10n.t('The character U+0000 is allowed nowhere in the file.'));
    }
  }

  private number(start: number): void {
    const isHex = this.take(HEX);
    if (!isHex) {
      this.take(NUMBER);
    }
    const digits = this.text.slice(start, this.at);
    this.checkNumber(start, digits, isHex);
    const isFloat = !isHex && /[.eE]/.test(digits);
    // 0.5f and 1f are floating point in text format.
    if (!isHex && /[fF]/.test(this.text.charAt(this.at))) {
      this.at += 1;
      this.push('float', start);
    } else {
      this.push(isFloat ? 'float' : 'integer', start);
    }
    if (/[A-Za-z_]/.test(this.text.charAt(this.at))) {
      this.report('bad-number', { start, end: this.at }, l10n.t('There must be a space between a number and a word.'));
    }
  }

  private checkNumber(start: number, digits: string, isHex: boolean): void {
    const range = { start, end: this.at };
    if (isHex && digits.length === 2) {
      this.report('bad-number', range, l10n.t('"0x" must be followed by hexadecimal digits.'));
    } else if (!isHex && /[eE][+-]?$/.test(digits)) {
      this.report('bad-number', range, l10n.t('The exponent of this number is missing.'));
    } else if (/^0\d*[89]\d*$/.test(digits)) {
      this.report('bad-number', range, l10n.t('A number that begins with 0 is octal and has the digits 0 to 7 only.'));
    } else if (!isHex && this.text.charAt(this.at) === '.') {
      this.report('bad-number', range, l10n.t('A number has one decimal point at most, and none after its exponent.'));
    }
  }

  /** A run of them is one problem: a typographic quote or a byte order mark is often several code units. */
  private strangeCharacter(start: number): void {
    const [run = ''] = /^[^\t-\r -~]+/.exec(this.text.slice(start)) ?? [this.text.charAt(start)];
    this.at += run.length;
    const code = (run.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    this.report('bad-character', { start, end: this.at }, l10n.t('The character U+{0} is allowed only inside strings and comments.', code));
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.test(this.text);
    if (found) {
      this.at = pattern.lastIndex;
    }
    return found;
  }

  private push(kind: PbtxtToken['kind'], start: number, value?: string): void {
    const text = this.text.slice(start, this.at);
    this.tokens.push({ kind, text, value: value ?? text, range: { start, end: this.at } });
  }

  private report(code: PbtxtProblemCode, range: TextRange, message: string): void {
    if (this.problems.length < MOST_PROBLEMS) {
      this.problems.push({ code, range, message });
    }
  }
}
