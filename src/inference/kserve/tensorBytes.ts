import { elementWidth, type FixedDataType } from './dataTypes';
import { fromBf16, fromFp16 } from './halfPrecision';
import type { TensorData } from './tensor';

/** The elements of every type but BYTES. */
export type FixedData = Exclude<TensorData, readonly Uint8Array[]>;

/** A tensor's bytes as they go over the wire: a view of the same memory, except for BYTES, which has to be packed. */
export function bytesOf(data: TensorData): Uint8Array {
  return isBytesData(data) ? packBytes(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

export function isBytesData(data: TensorData): data is readonly Uint8Array[] {
  return Array.isArray(data);
}

const viewOf: Readonly<Record<FixedDataType, (buffer: ArrayBufferLike, offset: number, length: number) => FixedData>> = {
  BOOL: (buffer, offset, length) => new Uint8Array(buffer, offset, length),
  UINT8: (buffer, offset, length) => new Uint8Array(buffer, offset, length),
  UINT16: (buffer, offset, length) => new Uint16Array(buffer, offset, length),
  UINT32: (buffer, offset, length) => new Uint32Array(buffer, offset, length),
  UINT64: (buffer, offset, length) => new BigUint64Array(buffer, offset, length),
  INT8: (buffer, offset, length) => new Int8Array(buffer, offset, length),
  INT16: (buffer, offset, length) => new Int16Array(buffer, offset, length),
  INT32: (buffer, offset, length) => new Int32Array(buffer, offset, length),
  INT64: (buffer, offset, length) => new BigInt64Array(buffer, offset, length),
  FP16: (buffer, offset, length) => new Uint16Array(buffer, offset, length),
  BF16: (buffer, offset, length) => new Uint16Array(buffer, offset, length),
  FP32: (buffer, offset, length) => new Float32Array(buffer, offset, length),
  FP64: (buffer, offset, length) => new Float64Array(buffer, offset, length),
};

/**
 * Bytes from the wire as elements: a view of the same memory where they lie on a multiple of the element's width (which a JSON
 * header padded with spaces brings about), else a copy. A last, incomplete element is left out: check the length before.
 */
export function elementsOf(datatype: FixedDataType, bytes: Uint8Array): FixedData {
  const width = elementWidth(datatype);
  const aligned = bytes.byteOffset % width === 0 ? bytes : Uint8Array.from(bytes);
  return viewOf[datatype](aligned.buffer, aligned.byteOffset, Math.floor(bytes.byteLength / width));
}

/** BYTES on the wire: for each element its length as 4 bytes, little-endian, unsigned, then the element. */
export function packBytes(elements: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(elements.reduce((total, element) => total + 4 + element.byteLength, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const element of elements) {
    view.setUint32(at, element.byteLength, true);
    packed.set(element, at + 4);
    at += 4 + element.byteLength;
  }
  return packed;
}

export interface UnpackedBytes {
  /** Views into the packed bytes. */
  readonly elements: readonly Uint8Array[];
  /** Bytes that follow the last whole element read: 0 when all is well. */
  readonly rest: number;
}

/**
 * Undoes packBytes. Stops after `atMost` elements (64 MiB of empty elements would become 16 million arrays) and at an element whose
 * length points past the end.
 */
export function unpackBytes(packed: Uint8Array, atMost: number): UnpackedBytes {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const elements: Uint8Array[] = [];
  let at = 0;
  while (elements.length < atMost && at + 4 <= packed.byteLength) {
    const end = at + 4 + view.getUint32(at, true);
    if (end > packed.byteLength) {
      break;
    }
    elements.push(packed.subarray(at + 4, end));
    at = end;
  }
  return { elements, rest: packed.byteLength - at };
}

/** Elements as plain numbers: no copy but for the half-precision and 64-bit integer types. Integers beyond 2^53 are rounded. */
export function numbersOf(
  datatype: FixedDataType,
  data: FixedData,
): Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return Float64Array.from(data, Number);
  }
  if (data instanceof Uint16Array && datatype !== 'UINT16') {
    return Float32Array.from(data, datatype === 'FP16' ? fromFp16 : fromBf16);
  }
  return data;
}
