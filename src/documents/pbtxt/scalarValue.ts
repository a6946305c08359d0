import * as l10n from '@vscode/l10n';
import type { PbtxtElement, PbtxtNumber, PbtxtProblemCode, PbtxtWord } from './pbtxtDocument';
import { meantEnumName } from './meantEnumName';
import { enumNames } from './modelConfigSchema';

export type ScalarReading =
  | { readonly kind: 'value'; readonly value: string | number | bigint | boolean }
  | { readonly kind: 'problem'; readonly code: PbtxtProblemCode; readonly message: ProblemText };

/** Made up only where it is reported, if that costs something: a hostile file has faults without end. */
export type ProblemText = string | (() => string);

/** Least and greatest value of the integer types. */
export const integerRanges: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['int32', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['int64', [-(2n ** 63n), 2n ** 63n - 1n]],
  ['uint32', [0n, 2n ** 32n - 1n]],
  ['uint64', [0n, 2n ** 64n - 1n]],
]);
const trueWords = new Set(['true', 'True', 't']);
const falseWords = new Set(['false', 'False', 'f']);

/** What a value of the text means for a field of a scalar type or an enum; what is accepted follows protobuf's TextFormat parser. */
export function scalarValue(element: PbtxtElement, type: string): ScalarReading {
  if (type === 'string') {
    return element.kind === 'string' ? value(element.value) : wrong(l10n.t('A string in quotation marks is expected.'));
  }
  if (type === 'bool') {
    return boolValue(element);
  }
  if (type === 'float' || type === 'double') {
    return floatValue(element, type);
  }
  const range = integerRanges.get(type);
  return range === undefined ? enumValue(element, type) : integerValue(element, type, range);
}

function integerValue(element: PbtxtElement, type: string, [least, most]: readonly [bigint, bigint]): ScalarReading {
  if (element.kind !== 'integer') {
    return wrong(l10n.t('A whole number is expected, without quotation marks, decimal point or exponent.'));
  }
  if (element.negative && least === 0n) {
    return wrong(l10n.t('A whole number without a sign is expected.'));
  }
  const number = integerOf(element);
  if (number === undefined || number < least || number > most) {
    return {
      kind: 'problem',
      code: 'out-of-range',
      message: l10n.t('This number is outside the range of {0}, which is {1} to {2}.', type, String(least), String(most)),
    };
  }
  return value(type.endsWith('64') ? number : Number(number));
}

function floatValue(element: PbtxtElement, type: string): ScalarReading {
  if (element.kind === 'word' && /^(?:inf|infinity|nan)$/i.test(element.text)) {
    const magnitude = /^nan$/i.test(element.text) ? Number.NaN : Number.POSITIVE_INFINITY;
    return value(element.negative ? -magnitude : magnitude);
  }
  // Hexadecimal and octal are integers only; "0" alone is neither.
  if ((element.kind !== 'float' && element.kind !== 'integer') || /^0[xX\d]/.test(element.digits.replace(/^0[.eE].*/, ''))) {
    return wrong(l10n.t('A decimal number is expected.'));
  }
  const number = (element.negative ? -1 : 1) * Number(element.digits.replace(/[fF]$/, ''));
  return value(type === 'float' ? Math.fround(number) : number);
}

function boolValue(element: PbtxtElement): ScalarReading {
  if (element.kind === 'word' && !element.negative && trueWords.has(element.text)) {
    return value(true);
  }
  if (element.kind === 'word' && !element.negative && falseWords.has(element.text)) {
    return value(false);
  }
  const number = element.kind === 'integer' && !element.negative ? integerOf(element) : undefined;
  return number === 0n || number === 1n ? value(number === 1n) : wrong(l10n.t('true or false is expected.'));
}

function enumValue(element: PbtxtElement, type: string): ScalarReading {
  const names = enumNames(type) ?? [];
  if (element.kind === 'integer') {
    const reading = integerValue(element, 'int32', [-(2n ** 31n), 2n ** 31n - 1n]);
    return reading.kind === 'value' ? value(names[Number(reading.value)] ?? reading.value) : reading;
  }
  if (element.kind === 'word' && !element.negative) {
    return names.includes(element.text) ? value(element.text) : unknownName(element, names);
  }
  return wrong(l10n.t('A name is expected, without quotation marks: {0}.', names.join(', ')));
}

function unknownName(element: PbtxtWord, names: readonly string[]): ScalarReading {
  return { kind: 'problem', code: 'unknown-enum-value', message: () => unknownNameText(element.text, names) };
}

function unknownNameText(name: string, names: readonly string[]): string {
  const meant = meantEnumName(name, names);
  return meant === undefined
    ? l10n.t('{0} is not among the values of this field: {1}.', name, names.join(', '))
    : l10n.t('{0} is not among the values of this field. Did you mean {1}?', name, meant);
}

/** Undefined for digits that are no number at all, which the tokenizer has reported. */
function integerOf({ digits, negative }: PbtxtNumber): bigint | undefined {
  const text = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  if (!/^(?:0x[0-9a-f]+|0o[0-7]+|0|[1-9]\d*)$/i.test(text)) {
    return undefined;
  }
  return negative ? -BigInt(text) : BigInt(text);
}

function value(read: string | number | bigint | boolean): ScalarReading {
  return { kind: 'value', value: read };
}

function wrong(message: string): ScalarReading {
  return { kind: 'problem', code: 'wrong-type', message };
}
