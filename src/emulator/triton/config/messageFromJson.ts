import { isList, isMap, isMessage, type ConfigField, type ConfigMessage, type ConfigValue } from '../../../documents/pbtxt/configMessage';
import { enumNames, fieldsOf, type FieldType } from '../../../documents/pbtxt/modelConfigSchema';
import { byteTextOf } from '../byteText';
import { asDouble, asFlag, asList, asSigned, asText, asUnsigned, isObject, type JsonValue } from '../json/jsonValue';
import { internal } from '../tritonError';

/** Reads the JSON form, which the load request may carry. Field names are the file's; names of enums are taken in any case. */
export function messageFromJson(json: JsonValue, type: string): ConfigMessage {
  if (!isObject(json)) {
    throw internal(`attempt to access JSON non-object as object`);
  }
  const fields = new Map<string, ConfigField>();
  for (const [name, value] of json) {
    const field = fieldsOf(type)?.get(name);
    if (field === undefined) {
      throw internal(`${type} has no field ${name}`);
    }
    if (value !== null) {
      fields.set(name, fieldFromJson(field, value));
    }
  }
  return { type, fields };
}

/** The same message with every text as byte text (byteText.ts). */
export function byteMessage(message: ConfigMessage): ConfigMessage {
  const fields = [...message.fields].map(([name, field]) => [name, byteField(field)] as const);
  return { type: message.type, fields: new Map(fields) };
}

function byteField(field: ConfigField): ConfigField {
  if (isList(field)) {
    return field.map(byteValue);
  }
  return isMap(field) ? new Map([...field].map(([key, value]) => [byteTextOf(key), byteValue(value)])) : byteValue(field);
}

function byteValue(value: ConfigValue): ConfigValue {
  return isMessage(value) ? byteMessage(value) : typeof value === 'string' ? byteTextOf(value) : value;
}

function fieldFromJson(field: FieldType, json: JsonValue): ConfigField {
  if (field.shape === 'map') {
    if (!isObject(json)) {
      throw internal(`attempt to access JSON non-object as object`);
    }
    return new Map([...json].map(([key, value]) => [key, valueFromJson(field.type, value)]));
  }
  return field.shape === 'repeated' ? asList(json).map((one) => valueFromJson(field.type, one)) : valueFromJson(field.type, json);
}

function valueFromJson(type: string, json: JsonValue): ConfigValue {
  switch (type) {
    case 'string':
      return asText(json);
    case 'bool':
      return asFlag(json);
    case 'float':
    case 'double':
      return asDouble(json);
    case 'int32':
    case 'uint32':
      return Number(integerFromJson(type, json));
    case 'int64':
    case 'uint64':
      return integerFromJson(type, json);
    default:
      return enumNames(type) === undefined ? messageFromJson(json, type) : enumFromJson(type, json);
  }
}

/** Protobuf's JSON takes numbers in quotation marks too. */
function integerFromJson(type: string, json: JsonValue): bigint {
  if (typeof json === 'string' && /^-?\d{1,20}$/.test(json)) {
    return BigInt(json);
  }
  return BigInt(type.startsWith('u') ? asUnsigned(json) : asSigned(json));
}

function enumFromJson(type: string, json: JsonValue): ConfigValue {
  const names = enumNames(type) ?? [];
  if (typeof json === 'number') {
    return names[json] ?? json;
  }
  const name = names.find((one) => one === asText(json).toUpperCase());
  if (name === undefined) {
    throw internal(`${type} has no value ${asText(json)}`);
  }
  return name;
}
