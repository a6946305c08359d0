import { DecodeError } from '../../base/decode';
import type { DataType } from './tensor';

/** Every type whose elements all have the same width: all but BYTES. */
export type FixedDataType = Exclude<DataType, 'BYTES'>;

/** Bytes of one element on the wire: little-endian, row-major, no padding (KServe v2 required API, "Tensor Data Types"). */
const widths: Readonly<Record<FixedDataType, 1 | 2 | 4 | 8>> = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  BF16: 2,
  FP32: 4,
  FP64: 8,
};

export function elementWidth(datatype: FixedDataType): 1 | 2 | 4 | 8 {
  return widths[datatype];
}

export function isDataType(text: string): text is DataType {
  return text === 'BYTES' || Object.hasOwn(widths, text);
}

/** Throws a DecodeError for a name that is no KServe v2 data type; the configuration's own names (TYPE_FP32) are none. */
export function dataTypeOf(raw: unknown, path: string): DataType {
  if (typeof raw !== 'string' || !isDataType(raw)) {
    throw new DecodeError(path, 'a KServe v2 data type', raw);
  }
  return raw;
}

/**
 * Product of the dimensions; 1 for a scalar's empty shape. Undefined when a dimension is negative or no integer, or when the product
 * is beyond what a number holds exactly, so that nobody takes memory for it.
 */
export function elementCount(shape: readonly number[]): number | undefined {
  if (!shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)) {
    return undefined;
  }
  // With a zero among them the tensor is empty, however large the others are.
  const count = shape.includes(0) ? 0 : shape.reduce((product, dimension) => product * dimension, 1);
  return Number.isSafeInteger(count) ? count : undefined;
}
