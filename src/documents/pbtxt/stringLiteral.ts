import type { TextRange } from '../../base/textRange';

export interface StringLiteral {
  readonly value: string;
  /** Offset after the closing quotation mark, or where the literal breaks off. */
  readonly end: number;
  readonly closed: boolean;
  readonly badEscapes: readonly TextRange[];
}

const SIMPLE = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['v', 11],
  ['\\', 92],
  ["'", 39],
  ['"', 34],
  ['?', 63],
]);
// Without lone surrogates, which become replacement characters on their way through UTF-8.
const PLAIN_DOUBLE = /"([^"\\\n\ud800-\udfff]*)"/y;
const PLAIN_SINGLE = /'([^'\\\n\ud800-\udfff]*)'/y;
// protobuf takes \U up to 001FFFFF, although Unicode ends at 0010FFFF.
const ESCAPE = /\\(?:(?<octal>[0-7]{1,3})|x(?<hex>[0-9a-fA-F]{1,2})|u(?<short>[0-9a-fA-F]{4})|U(?<long>00[01][0-9a-fA-F]{5}))/y;
const SURROGATES = /\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/y;

/**
 * Reads the literal that begins with the quotation mark at `start`. Escapes of protobuf's text format: the simple ones, octal,
 * \x, \u and \U. Octal and \x stand for bytes, so the value is put together as UTF-8 and read back as text.
 */
export function readStringLiteral(text: string, start: number): StringLiteral {
  const quote = text.charAt(start);
  const plainText = plainLiteral(text, start, quote);
  if (plainText !== undefined) {
    return plainText;
  }
  const parts: Buffer[] = [];
  const badEscapes: TextRange[] = [];
  let at = start + 1;
  let plain = at;
  const flush = (): void => {
    parts.push(Buffer.from(text.slice(plain, at), 'utf8'));
  };
  while (at < text.length && text.charAt(at) !== quote && text.charAt(at) !== '\n') {
    if (text.charAt(at) !== '\\') {
      at += 1;
      continue;
    }
    flush();
    const escape = readEscape(text, at);
    if (escape.bytes === undefined) {
      badEscapes.push({ start: at, end: Math.min(at + 2, text.length) });
    } else {
      parts.push(escape.bytes);
    }
    at = plain = escape.end;
  }
  flush();
  const closed = text.charAt(at) === quote && at > start;
  return { value: Buffer.concat(parts).toString('utf8'), end: closed ? at + 1 : at, closed, badEscapes };
}

/** Most literals have no escapes and need no bytes. */
function plainLiteral(text: string, start: number, quote: string): StringLiteral | undefined {
  const pattern = quote === '"' ? PLAIN_DOUBLE : PLAIN_SINGLE;
  pattern.lastIndex = start;
  const value = pattern.exec(text)?.[1];
  return value === undefined ? undefined : { value, end: pattern.lastIndex, closed: true, badEscapes: [] };
}

function readEscape(text: string, at: number): { readonly bytes: Buffer | undefined; readonly end: number } {
  const simple = SIMPLE.get(text.charAt(at + 1));
  if (simple !== undefined) {
    return { bytes: Buffer.of(simple), end: at + 2 };
  }
  const pair = readSurrogates(text, at);
  if (pair !== undefined) {
    return pair;
  }
  ESCAPE.lastIndex = at;
  const groups = ESCAPE.exec(text)?.groups;
  if (groups === undefined) {
    // The end of the line still ends the literal, so a backslash before it is taken alone.
    return { bytes: undefined, end: at + (text.charAt(at + 1) === '\n' ? 1 : Math.min(2, text.length - at)) };
  }
  const { octal, hex } = groups;
  if (octal !== undefined || hex !== undefined) {
    const byte = octal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(octal, 8);
    return { bytes: Buffer.of(byte & 0xff), end: ESCAPE.lastIndex };
  }
  return { bytes: utf8(Number.parseInt(groups['short'] ?? groups['long'] ?? '', 16)), end: ESCAPE.lastIndex };
}

/** One character that is written as two escapes, as in UTF-16. */
function readSurrogates(text: string, at: number): { readonly bytes: Buffer; readonly end: number } | undefined {
  SURROGATES.lastIndex = at;
  const [, head, trail] = SURROGATES.exec(text) ?? [];
  if (head === undefined || trail === undefined) {
    return undefined;
  }
  const character = String.fromCharCode(Number.parseInt(head, 16), Number.parseInt(trail, 16));
  return { bytes: Buffer.from(character, 'utf8'), end: SURROGATES.lastIndex };
}

/** Beyond Unicode protobuf keeps the escape as it is. */
function utf8(codePoint: number): Buffer {
  const text = codePoint > 0x10ffff ? `\\U${codePoint.toString(16).padStart(8, '0')}` : String.fromCodePoint(codePoint);
  return Buffer.from(text, 'utf8');
}
