import { DecodeError, textOf, type Fields } from '../../base/decode';

/** Tags, properties, environment variables: names and texts, as JSON keeps them. */
export type TextMap = Readonly<Record<string, string>>;

/** Empty when absent. */
export function textMap(fields: Fields, name: string): TextMap {
  return Object.fromEntries(fields.map(name, textOf));
}

/** Those of the named fields that are there. */
export function optionalTexts<Name extends string>(fields: Fields, names: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = fields.optionalText(name);
    if (value !== undefined) {
      found[name] = value;
    }
  }
  return found;
}

/** A text that is one of a few, in any casing; the result has the casing of the list. */
export function oneOf<T extends string>(fields: Fields, name: string, allowed: readonly T[]): T {
  const found = fields.text(name);
  const match = allowed.find((it) => it.toLowerCase() === found.toLowerCase());
  if (match === undefined) {
    throw new DecodeError(`${fields.path}.${name}`, `one of ${allowed.join(', ')}`, found);
  }
  return match;
}
