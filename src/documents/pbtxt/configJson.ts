import { RawJson, writeDouble, type JsonOutput } from '../../base/writeJson';
import { defaultOf, isList, isMap, isMessage, type ConfigField, type ConfigMessage, type ConfigValue } from './configMessage';
import { fieldSince, fieldsOf, type FieldType } from './modelConfigSchema';
import { shortestFloat } from './shortestFloat';

/** The release whose answers these are; it does not know fields that came later. */
const RELEASE = '24.10';

/**
 * A configuration as GET /v2/models/M/config shows it: every field with its default, absent messages left out, enums by name,
 * 64-bit numbers as numbers.
 */
export function configJson(message: ConfigMessage): JsonOutput {
  const members = [...(fieldsOf(message.type)?.values() ?? [])].flatMap((field) => {
    const value = message.fields.get(field.name);
    const isHidden = value === undefined && (fieldSince(message.type, field.name) ?? '') > RELEASE;
    const json = isHidden ? undefined : fieldJson(field, value);
    return json === undefined ? [] : [[field.name, json] as const];
  });
  return Object.fromEntries(members);
}

function fieldJson(field: FieldType, value: ConfigField | undefined): JsonOutput | undefined {
  if (field.shape === 'map') {
    const entries = isMap(value) ? [...value] : [];
    return Object.fromEntries(entries.map(([key, one]) => [key, valueJson(field.type, one)]));
  }
  if (field.shape === 'repeated') {
    return isList(value) ? value.map((one) => valueJson(field.type, one)) : [];
  }
  const shown = value ?? (field.oneof === undefined ? defaultOf(field.type) : undefined);
  return shown === undefined || isList(shown) || isMap(shown) ? undefined : valueJson(field.type, shown);
}

function valueJson(type: string, value: ConfigValue): JsonOutput {
  if (isMessage(value)) {
    return configJson(value);
  }
  return (type === 'float' || type === 'double') && typeof value === 'number' ? decimalJson(type, value) : value;
}

/** JSON has no NaN and no infinities; protobuf's JSON writes them as strings. */
function decimalJson(type: 'float' | 'double', value: number): JsonOutput {
  return Number.isFinite(value) ? new RawJson(writeDouble(type === 'float' ? shortestFloat(value) : value)) : String(value);
}
