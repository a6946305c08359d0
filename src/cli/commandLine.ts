import * as l10n from '@vscode/l10n';
import { parseArgs } from 'node:util';

/** An option as node:util knows it, and what it is for. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** `PORT`, `FILE`: what stands for the value in the help. */
  readonly value?: string;
  readonly explanation: string;
}

export type Options = Readonly<Record<string, Option>>;

/** The command line of one command, read. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** The last value of an option that was given. */
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** Called wrongly: the program says why, points to the help and ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads what follows the command's name. Every mistake is said in words, since node's own are neither translated nor stable. */
export function readArguments(words: readonly string[], options: Options): Arguments {
  const { tokens, positionals } = parseArgs({
    args: [...words],
    options: Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type, multiple: true }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') {
      continue;
    }
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    values.set(token.name, [...(values.get(token.name) ?? []), checkedValue(option, token.rawName, token.value)]);
  }
  return {
    positionals,
    text: (name) => values.get(name)?.at(-1),
    texts: (name) => values.get(name) ?? [],
    flag: (name) => values.has(name),
  };
}

function checkedValue(option: Option | undefined, name: string, value: string | undefined): string {
  if (option === undefined) {
    throw new UsageError(l10n.t('There is no option {0}.', name));
  }
  if (option.type === 'boolean') {
    if (value !== undefined) {
      throw new UsageError(l10n.t('Option {0} takes no value.', name));
    }
    return '';
  }
  if (value === undefined || value === '') {
    throw new UsageError(l10n.t('Option {0} needs a value: {0} {1}', name, option.value ?? 'VALUE'));
  }
  return value;
}

/** A number of an option within its limits; the default when it was not given. */
export function wholeNumber(
  given: Arguments,
  name: string,
  limits: { readonly from: number; readonly to: number; readonly otherwise: number },
): number {
  const text = given.text(name);
  if (text === undefined) {
    return limits.otherwise;
  }
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (number < limits.from || number > limits.to) {
    throw new UsageError(l10n.t('Option {0} takes a whole number from {1} to {2}, not {3}.', `--${name}`, limits.from, limits.to, text));
  }
  return number;
}

/** One of the values that an option takes; undefined when it was not given. */
export function choice<T extends string>(given: Arguments, name: string, choices: readonly T[]): T | undefined {
  const text = given.text(name);
  const found = choices.find((each) => each === text);
  if (text !== undefined && found === undefined) {
    throw new UsageError(l10n.t('Option {0} takes {1}, not {2}.', `--${name}`, choices.join(', '), text));
  }
  return found;
}
