/** One field of a protobuf message as it lies on the wire. */
export interface WireField {
  readonly number: number;
  /** Of a length-delimited field its content; empty for the other wire types. */
  readonly bytes: Uint8Array;
  /** Of a varint field its value. */
  readonly value: bigint | undefined;
  /** The field with its tag, to be copied as it is. */
  readonly whole: Uint8Array;
}

/** The fields of a message, in their order. Throws a RangeError when the bytes are no message. */
export function fieldsOf(message: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  while (at < message.byteLength) {
    const tag = readVarint(message, at);
    const wireType = Number(tag.value & 7n);
    const field = readContent(message, tag.end, wireType);
    fields.push({ number: Number(tag.value >> 3n), ...field, whole: message.subarray(at, field.end) });
    at = field.end;
  }
  return fields;
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

export function varintField(number: number, value: number): Uint8Array {
  return Buffer.concat([varint(BigInt(number << 3)), varint(BigInt(value))]);
}

export function delimited(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([varint(BigInt((number << 3) | 2)), varint(BigInt(content.byteLength)), content]);
}

function readContent(
  message: Uint8Array,
  at: number,
  wireType: number,
): { readonly bytes: Uint8Array; readonly value: bigint | undefined; readonly end: number } {
  const none = new Uint8Array();
  switch (wireType) {
    case 0: {
      const { value, end } = readVarint(message, at);
      return { bytes: none, value, end };
    }
    case 1:
      return { bytes: none, value: undefined, end: inside(message, at + 8) };
    case 2: {
      const length = readVarint(message, at);
      const end = inside(message, length.end + Number(length.value));
      return { bytes: message.subarray(length.end, end), value: undefined, end };
    }
    case 5:
      return { bytes: none, value: undefined, end: inside(message, at + 4) };
    default:
      throw new RangeError(`wire type ${wireType} is not used by any message`);
  }
}

function readVarint(message: Uint8Array, at: number): { readonly value: bigint; readonly end: number } {
  let value = 0n;
  for (let index = 0; index < 10; index += 1) {
    const byte = message[at + index];
    if (byte === undefined) {
      break;
    }
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) {
      return { value, end: at + index + 1 };
    }
  }
  throw new RangeError('a number of the message does not end');
}

function inside(message: Uint8Array, end: number): number {
  if (end > message.byteLength) {
    throw new RangeError('a field reaches beyond the message');
  }
  return end;
}
