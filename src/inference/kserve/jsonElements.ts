import { DecodeError } from '../../base/decode';
import { toBf16, toFp16 } from './halfPrecision';
import type { DataType, TensorData } from './tensor';

/**
 * JSON as Triton writes it: NaN, Infinity and -Infinity stand in it as they are, which JSON.parse refuses. They become strings of the
 * same letters, and only a floating-point tensor takes those. Throws a DecodeError for what is no JSON.
 */
export function parseTritonJson(bytes: Uint8Array, path: string): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return parseWithNonFinite(text, path);
  }
}

function parseWithNonFinite(text: string, path: string): unknown {
  // Strings are matched too, and kept, so that the words inside them are left alone.
  const quoted = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity|Inf)\b/gs, (found) =>
    found.startsWith('"') ? found : `"${found.replace(/Inf$/, 'Infinity')}"`,
  );
  try {
    return JSON.parse(quoted);
  } catch {
    throw new DecodeError(path, 'JSON', text);
  }
}

interface Expected {
  readonly datatype: DataType;
  readonly shape: readonly number[];
  /** Product of the shape. */
  readonly count: number;
}

/** A `data` member, flat or nested, as elements. Throws a DecodeError for too many or too few of them, or one that does not fit the type. */
export function elementsOfJson(raw: unknown, path: string, { datatype, shape, count }: Expected): TensorData {
  const flat = flattened(raw, path, shape.length);
  if (flat.length !== count) {
    throw new DecodeError(path, `${count} elements, as the shape says`, flat.length);
  }
  return collect[datatype](flat, path);
}

/** No deeper than the shape has dimensions: Triton writes flat lists, other servers nested ones. */
function flattened(raw: unknown, path: string, deepest: number): readonly unknown[] {
  if (!Array.isArray(raw)) {
    throw new DecodeError(path, 'a list', raw);
  }
  let list: readonly unknown[] = raw;
  for (let depth = 1; depth < deepest && list.some((item) => Array.isArray(item)); depth++) {
    list = list.flat();
  }
  return list;
}

type Decode<T> = (item: unknown, path: string) => T;

const collect: Readonly<Record<DataType, (items: readonly unknown[], path: string) => TensorData>> = {
  BOOL: (items, path) => Uint8Array.from(items, (item) => flag(item, path)),
  UINT8: (items, path) => Uint8Array.from(items, integer(0, 2 ** 8 - 1, path)),
  UINT16: (items, path) => Uint16Array.from(items, integer(0, 2 ** 16 - 1, path)),
  UINT32: (items, path) => Uint32Array.from(items, integer(0, 2 ** 32 - 1, path)),
  UINT64: (items, path) => BigUint64Array.from(items, (item) => BigInt(integer(0, Number.MAX_SAFE_INTEGER, path)(item))),
  INT8: (items, path) => Int8Array.from(items, integer(-(2 ** 7), 2 ** 7 - 1, path)),
  INT16: (items, path) => Int16Array.from(items, integer(-(2 ** 15), 2 ** 15 - 1, path)),
  INT32: (items, path) => Int32Array.from(items, integer(-(2 ** 31), 2 ** 31 - 1, path)),
  // Beyond 2^53 JSON.parse has already lost digits: better no answer than a wrong one.
  INT64: (items, path) =>
    BigInt64Array.from(items, (item) => BigInt(integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, path)(item))),
  FP16: (items, path) => Uint16Array.from(items, (item) => toFp16(real(item, path))),
  BF16: (items, path) => Uint16Array.from(items, (item) => toBf16(real(item, path))),
  FP32: (items, path) => Float32Array.from(items, (item) => real(item, path)),
  FP64: (items, path) => Float64Array.from(items, (item) => real(item, path)),
  BYTES: (items, path) => items.map((item) => text(item, path)),
};

const flag: Decode<number> = (item, path) => {
  if (item !== true && item !== false && item !== 0 && item !== 1) {
    throw new DecodeError(path, 'true or false', item);
  }
  return Number(item);
};

function integer(least: number, most: number, path: string): (item: unknown) => number {
  return (item) => {
    if (typeof item !== 'number' || !Number.isInteger(item) || item < least || item > most) {
      throw new DecodeError(path, `whole numbers from ${least} to ${most}`, item);
    }
    return item;
  };
}

const real: Decode<number> = (item, path) => {
  if (typeof item === 'number') {
    return item;
  }
  if (item === 'NaN' || item === 'Infinity' || item === '-Infinity') {
    return Number(item);
  }
  throw new DecodeError(path, 'numbers', item);
};

const text: Decode<Uint8Array> = (item, path) => {
  if (typeof item !== 'string') {
    throw new DecodeError(path, 'strings', item);
  }
  return Buffer.from(item);
};
