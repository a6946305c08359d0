import {
  isList,
  isMap,
  isMessage,
  type ConfigField,
  type ConfigMessage,
  type ConfigValue,
} from '../../../../src/documents/pbtxt/configMessage';
import { enumNames, fieldsOf, type FieldType } from '../../../../src/documents/pbtxt/modelConfigSchema';

/** Encodes a message as protobuf does: fields by number, defaults of proto3 left out unless they are members of a oneof. */
export function encode(message: ConfigMessage): Buffer {
  const schema = [...(fieldsOf(message.type)?.values() ?? [])].sort((a, b) => a.number - b.number);
  return Buffer.concat(schema.map((field) => encodeField(field, message.fields.get(field.name))));
}

function encodeField(field: FieldType, value: ConfigField | undefined): Buffer {
  if (value === undefined) {
    return Buffer.alloc(0);
  }
  if (isMap(value)) {
    const entries = [...value].map(([key, inner]) => {
      const keyValue = field.key === 'string' ? key : BigInt(key);
      const body = Buffer.concat([tagged(1, field.key ?? 'string', keyValue), tagged(2, field.type, inner)]);
      return delimited(field.number, body);
    });
    return Buffer.concat(entries);
  }
  if (isList(value)) {
    const packed = field.type !== 'string' && fieldsOf(field.type) === undefined;
    return packed && value.length > 0
      ? delimited(field.number, Buffer.concat(value.map((item) => bare(field.type, item))))
      : Buffer.concat(value.map((item) => tagged(field.number, field.type, item)));
  }
  const isDefault = !isMessage(value) && [0, 0n, '', false, enumNames(field.type)?.[0]].includes(value);
  return isDefault && field.oneof === undefined ? Buffer.alloc(0) : tagged(field.number, field.type, value);
}

function tagged(number: number, type: string, value: ConfigValue): Buffer {
  if (isMessage(value)) {
    return delimited(number, encode(value));
  }
  if (type === 'string') {
    return delimited(number, Buffer.from(String(value), 'utf8'));
  }
  const wireType = type === 'float' ? 5 : type === 'double' ? 1 : 0;
  return Buffer.concat([varint(BigInt((number << 3) | wireType)), bare(type, value)]);
}

function bare(type: string, value: ConfigValue): Buffer {
  if (type === 'float' || type === 'double') {
    const bytes = Buffer.alloc(type === 'float' ? 4 : 8);
    return type === 'float' ? (bytes.writeFloatLE(Number(value)), bytes) : (bytes.writeDoubleLE(Number(value)), bytes);
  }
  const names = enumNames(type);
  const number = names !== undefined && typeof value === 'string' ? names.indexOf(value) : value;
  return varint(BigInt(number as number | bigint | boolean));
}

function delimited(number: number, body: Buffer): Buffer {
  return Buffer.concat([varint(BigInt((number << 3) | 2)), varint(BigInt(body.length)), body]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}
