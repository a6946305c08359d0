/** What JSON is written from. */
export type JsonOutput =
  null | boolean | number | bigint | string | RawJson | readonly JsonOutput[] | { readonly [name: string]: JsonOutput | undefined };

/** Text that is JSON already. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** One line: numbers of JavaScript as integers where they are whole, strings with RapidJSON's escapes, undefined left out. */
export function writeJson(value: JsonOutput): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number') {
    return String(value);
  }
  if (typeof value === 'string') {
    return writeText(value);
  }
  if (value instanceof RawJson) {
    return value.text;
  }
  if (isList(value)) {
    return `[${value.map(writeJson).join(',')}]`;
  }
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${writeText(name)}:${writeJson(member)}`],
  );
  return `{${members.join(',')}}`;
}

/** The same for people: a member a line, in steps of two spaces; a list that holds no object stays in its line. */
export function writeJsonLines(value: JsonOutput, margin = ''): string {
  if (typeof value !== 'object' || value === null || value instanceof RawJson) {
    return writeJson(value);
  }
  const inner = `${margin}  `;
  if (isList(value)) {
    return value.some((one) => typeof one === 'object' && !(one instanceof RawJson))
      ? `[\n${value.map((one) => inner + writeJsonLines(one, inner)).join(',\n')}\n${margin}]`
      : `[${value.map(writeJson).join(', ')}]`;
  }
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${inner}${writeText(name)}: ${writeJsonLines(member, inner)}`],
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${margin}}`;
}

export function writeText(text: string): string {
  return /["\\\x00-\x1f]/.test(text) ? `"${text.replace(/["\\\x00-\x1f]/g, escapeOf)}"` : `"${text}"`;
}

/** Floating point as RapidJSON writes it: always told apart from an integer, NaN and infinities as bare words. */
export function writeDouble(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text.replace('e+', 'e');
}

const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeOf(char: string): string {
  return named[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function isList(value: JsonOutput): value is readonly JsonOutput[] {
  return Array.isArray(value);
}
