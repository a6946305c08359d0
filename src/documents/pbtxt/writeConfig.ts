import { defaultOf, isList, isMap, isMessage, type ConfigField, type ConfigMessage, type ConfigValue } from './configMessage';
import { enumNames, fieldsOf, type FieldType } from './modelConfigSchema';
import { quotedString } from './quotedString';
import { shortestFloat } from './shortestFloat';

/** Wider lines are broken up. */
const WIDEST = 100;

/**
 * A configuration as text, laid out as people write it, fields in the order of the schema. What means the same when it is not
 * written (empty texts, zeros, false, empty lists) is left out; a message that is there is written even when it is empty,
 * because `dynamic_batching { }` says something.
 */
export function writeConfig(message: ConfigMessage): string {
  return fieldTexts(message, '')
    .map((field) => `${field}\n`)
    .join('');
}

/** One text for each field, without the margin of its first line. */
function fieldTexts(message: ConfigMessage, margin: string): string[] {
  return [...(fieldsOf(message.type)?.values() ?? [])].flatMap((field) => {
    const value = message.fields.get(field.name);
    return value === undefined ? [] : fieldText(field, value, margin);
  });
}

function fieldText(field: FieldType, value: ConfigField, margin: string): string[] {
  const { name, type } = field;
  if (isMap(value)) {
    return [...value].map(([key, one]) => `${name} ${entryText(field, key, one, margin)}`);
  }
  if (isList(value)) {
    return value.length === 0 ? [] : [listText(field, value, margin)];
  }
  if (isMessage(value)) {
    return [`${name} ${messageText(value, margin)}`];
  }
  // A member of a oneof says by its presence which one is chosen.
  const isSaid = field.oneof !== undefined || !Object.is(value, defaultOf(type));
  return isSaid ? [`${name}: ${scalarText(type, value)}`] : [];
}

function entryText({ key: keyType = 'string', type }: FieldType, key: string, value: ConfigValue, margin: string): string {
  const inner = `${margin}  `;
  const written = isMessage(value) ? `value ${messageText(value, inner)}` : `value: ${scalarText(type, value)}`;
  return blockText([`key: ${keyType === 'string' ? quotedString(key) : key}`, written], margin);
}

function messageText(message: ConfigMessage, margin: string): string {
  const fields = fieldTexts(message, `${margin}  `);
  const [only] = fields;
  if (only === undefined) {
    return '{ }';
  }
  const isShort = fields.length === 1 && !only.includes('\n') && margin.length + only.length < WIDEST / 2;
  return isShort ? `{ ${only} }` : blockText(fields, margin);
}

function listText({ name, type }: FieldType, values: readonly ConfigValue[], margin: string): string {
  const inner = `${margin}  `;
  const items = values.map((value) => (isMessage(value) ? blockText(fieldTexts(value, `${inner}  `), inner) : scalarText(type, value)));
  if (values.some(isMessage)) {
    return `${name} [\n${items.map((item) => inner + item).join(',\n')}\n${margin}]`;
  }
  const line = `${name}: [ ${items.join(', ')} ]`;
  return margin.length + line.length <= WIDEST ? line : `${name}: [\n${items.map((item) => inner + item).join(',\n')}\n${margin}]`;
}

function blockText(fields: readonly string[], margin: string): string {
  return fields.length === 0 ? '{ }' : `{\n${fields.map((field) => `${margin}  ${field}\n`).join('')}${margin}}`;
}

function scalarText(type: string, value: Exclude<ConfigValue, ConfigMessage>): string {
  if (typeof value === 'string' && enumNames(type) === undefined) {
    return quotedString(value);
  }
  return typeof value === 'number' && (type === 'float' || type === 'double') ? decimalText(type, value) : String(value);
}

function decimalText(type: 'float' | 'double', value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  }
  const text = Object.is(value, -0) ? '-0' : String(type === 'float' ? shortestFloat(value) : value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
