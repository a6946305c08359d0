import { internal, TritonError } from '../tritonError';
import { JsonMembers, WholeDouble, type JsonObject, type JsonValue } from './jsonValue';

/** Far beyond any tensor, and what the stack has room for; RapidJSON itself has no limit and Triton 25.05 one of 100. */
const MAX_DEPTH = 1000;

/** Triton itself ends with a signal when its stack has no more room. */
export class TooDeepError extends TritonError {
  constructor(levels: number) {
    super('INVALID_ARG', `the request JSON has more than ${levels} levels`);
  }
}

const simpleEscapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const UINT64_MAX = 2n ** 64n - 1n;
const INT64_MIN = -(2n ** 63n);

/**
 * Reads JSON from byte text as Triton does: RapidJSON with NaN and Infinity allowed (rapidjson/reader.h, kParseNanAndInfFlag).
 * Throws Triton's error with RapidJSON's reason and byte offset. A UTF-8 byte order mark in front is skipped.
 */
export function readJson(text: string, maxDepth = MAX_DEPTH): JsonValue {
  return new JsonReader(text, maxDepth).document();
}

class JsonReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  document(): JsonValue {
    if (this.text.startsWith('\u00ef\u00bb\u00bf')) {
      this.at = 3;
    }
    this.skipSpace();
    if (this.isAtEnd()) {
      this.fail('The document is empty.');
    }
    const value = this.value(0);
    this.skipSpace();
    if (!this.isAtEnd()) {
      this.fail('The document root must not be followed by other values.');
    }
    return value;
  }

  /** RapidJSON takes a NUL for the end of its text, whatever follows. */
  private isAtEnd(): boolean {
    return this.at >= this.text.length || this.text.charCodeAt(this.at) === 0;
  }

  private value(depth: number): JsonValue {
    if (depth > this.maxDepth) {
      throw new TooDeepError(this.maxDepth);
    }
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.list(depth);
      case '"':
        return this.string();
      case 'n':
        return this.word('null', null);
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      default:
        return this.number();
    }
  }

  private object(depth: number): JsonObject {
    const members = new JsonMembers();
    this.at += 1;
    this.skipSpace();
    if (this.take('}')) {
      return members;
    }
    for (;;) {
      if (this.text[this.at] !== '"') {
        this.fail('Missing a name for object member.');
      }
      const name = this.string();
      this.skipSpace();
      if (!this.take(':')) {
        this.fail('Missing a colon after a name of object member.');
      }
      this.skipSpace();
      members.add(name, this.value(depth + 1));
      this.skipSpace();
      if (this.take('}')) {
        return members;
      }
      if (!this.take(',')) {
        this.fail("Missing a comma or '}' after an object member.");
      }
      this.skipSpace();
    }
  }

  private list(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.at += 1;
    this.skipSpace();
    if (this.take(']')) {
      return items;
    }
    for (;;) {
      items.push(this.value(depth + 1));
      this.skipSpace();
      if (this.take(']')) {
        return items;
      }
      if (!this.take(',')) {
        this.fail("Missing a comma or ']' after an array element.");
      }
      this.skipSpace();
    }
  }

  private string(): string {
    this.at += 1;
    let value = '';
    let plain = this.at;
    for (;;) {
      const code = this.at < this.text.length ? this.text.charCodeAt(this.at) : 0;
      if (code === 0x22) {
        value += this.text.slice(plain, this.at);
        this.at += 1;
        return value;
      }
      if (code === 0x5c) {
        value += this.text.slice(plain, this.at) + this.escape();
        plain = this.at;
      } else if (code < 0x20) {
        this.fail(code === 0 ? 'Missing a closing quotation mark in string.' : 'Invalid escape character in string.');
      } else {
        this.at += 1;
      }
    }
  }

  private escape(): string {
    const start = this.at;
    const letter = this.text[start + 1] ?? '';
    const simple = simpleEscapes[letter];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    if (letter !== 'u') {
      this.fail('Invalid escape character in string.', start);
    }
    this.at += 2;
    let code = this.hex4(start);
    if (code >= 0xd800 && code <= 0xdbff) {
      code = this.surrogatePair(code, start);
    }
    return utf8Of(code);
  }

  private surrogatePair(high: number, start: number): number {
    if (!this.text.startsWith('\\u', this.at)) {
      this.fail('The surrogate pair in string is invalid.', start);
    }
    this.at += 2;
    const low = this.hex4(start);
    if (low < 0xdc00 || low > 0xdfff) {
      this.fail('The surrogate pair in string is invalid.', start);
    }
    return (((high - 0xd800) << 10) | (low - 0xdc00)) + 0x10000;
  }

  private hex4(start: number): number {
    const digits = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      this.fail('Incorrect hex digit after \\u escape in string.', start);
    }
    this.at += 4;
    return Number.parseInt(digits, 16);
  }

  private number(): JsonValue {
    const start = this.at;
    this.take('-');
    // A fraction or an exponent may follow even these, and says nothing.
    const special = !this.take('0') && !this.digits() ? this.unnumbered(start) : undefined;
    let isDouble = false;
    if (this.take('.')) {
      isDouble = true;
      if (!this.digits()) {
        this.fail('Miss fraction part in number.');
      }
    }
    if (this.take('e') || this.take('E')) {
      isDouble = true;
      if (!this.take('+')) {
        this.take('-');
      }
      if (!this.digits()) {
        this.fail('Miss exponent in number.');
      }
    }
    return special ?? (isDouble ? this.double(start) : this.integer(start));
  }

  private integer(start: number): JsonValue {
    const digits = this.text.slice(start, this.at);
    const value = Number(digits);
    if (Number.isSafeInteger(value)) {
      // "-0" is the integer 0 for RapidJSON.
      return value + 0 === 0 ? 0 : value;
    }
    const exact = BigInt(digits);
    return exact >= INT64_MIN && exact <= UINT64_MAX ? exact : this.double(start);
  }

  private double(start: number): JsonValue {
    const text = this.text.slice(start, this.at);
    const value = Number(text);
    if (!Number.isFinite(value) || (value === 0 && isBeyondExponents(text))) {
      this.fail('Number too big to be stored in double.', start);
    }
    return Number.isInteger(value) ? new WholeDouble(value) : value;
  }

  /** NaN, Inf, Infinity; everything else that can begin no value. */
  private unnumbered(start: number): number {
    const sign = this.text[start] === '-' ? -1 : 1;
    if (this.take('N')) {
      if (this.take('a') && this.take('N')) {
        return Number.NaN;
      }
    } else if (this.take('I') && this.take('n') && this.take('f')) {
      return this.text[this.at] === 'i' ? this.word('inity', sign * Number.POSITIVE_INFINITY) : sign * Number.POSITIVE_INFINITY;
    }
    this.fail('Invalid value.');
  }

  private word<T extends JsonValue>(word: string, value: T): T {
    for (const letter of word) {
      if (!this.take(letter)) {
        this.fail('Invalid value.');
      }
    }
    return value;
  }

  private digits(): boolean {
    const start = this.at;
    for (let code = this.text.charCodeAt(this.at); code >= 0x30 && code <= 0x39; code = this.text.charCodeAt(this.at)) {
      this.at += 1;
    }
    return this.at > start;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
        return;
      }
      this.at += 1;
    }
  }

  private take(char: string): boolean {
    const found = this.text[this.at] === char;
    if (found) {
      this.at += 1;
    }
    return found;
  }

  private fail(reason: string, offset = this.at): never {
    throw internal(`failed to parse the request JSON buffer: ${reason} at ${offset}`);
  }
}

/** The lower half of a surrogate pair may stand alone: its three bytes are what RapidJSON writes, though they are no UTF-8. */
function utf8Of(code: number): string {
  if (code >= 0xdc00 && code <= 0xdfff) {
    return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
}

/** RapidJSON looks at the exponent before it looks at what stands in front of it: 0e309 is too big, 0.0e309 is not. */
function isBeyondExponents(text: string): boolean {
  const [, fraction = '', exponent = '0'] = /^[^.e]*(?:\.(\d+))?(?:e\+?(-?\d+))?$/i.exec(text) ?? [];
  return Number(exponent) > 308 + fraction.length;
}
