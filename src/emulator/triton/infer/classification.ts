import { elementCount, elementWidth, type FixedDataType } from '../../../inference/kserve/dataTypes';
import { elementsOf, packBytes, type FixedData } from '../../../inference/kserve/tensorBytes';
import type { DataType } from '../../../inference/kserve/tensor';
import type { WireTensor } from '../model/inferenceRequest';
import { invalidArgument } from '../tritonError';

/** Beyond this Triton refuses to sort. */
const MOST_ELEMENTS = 1_000_000;

/**
 * The classification extension: for each entry of the batch the `classes` largest values as `value:index` or `value:index:label`,
 * the largest first, of equal ones the lower index first (server, classification.cc). Everything of an entry counts as one list.
 */
export function classify(
  tensor: WireTensor,
  classes: number,
  { isBatched, labels }: { readonly isBatched: boolean; readonly labels: readonly string[] | undefined },
): WireTensor {
  const { datatype } = tensor;
  if (!isSortable(datatype)) {
    throw invalidArgument(`class result not available for output due to unsupported type '${datatype}'`);
  }
  const count = elementCount(tensor.shape) ?? 0;
  if (count === 0) {
    // Triton itself ends here with a signal.
    throw invalidArgument(`class result not available for output '${tensor.name}' because it has no elements`);
  }
  const batch = isBatched ? (tensor.shape[0] ?? 1) : 1;
  const perEntry = count / batch;
  if (perEntry > MOST_ELEMENTS) {
    throw invalidArgument('classification output tensor too large');
  }
  const kept = Math.min(classes, perEntry);
  const width = elementWidth(datatype) * perEntry;
  const elements: Uint8Array[] = [];
  for (let entry = 0; entry < batch; entry += 1) {
    const values = elementsOf(datatype, tensor.bytes.subarray(entry * width, (entry + 1) * width));
    elements.push(...largest(values, kept).map((index) => classOf(values, index, labels)));
  }
  const shape = isBatched ? [batch, kept] : [kept];
  return { name: tensor.name, datatype: 'BYTES', shape, bytes: packBytes(elements) };
}

function isSortable(datatype: DataType): datatype is Exclude<FixedDataType, 'FP16' | 'BF16' | 'BOOL'> {
  return !['BYTES', 'FP16', 'BF16', 'BOOL'].includes(datatype);
}

function classOf(values: FixedData, index: number, labels: readonly string[] | undefined): Uint8Array {
  const value = values[index] ?? 0;
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  const label = labels?.[index];
  return Buffer.from(
    `${isFloat ? signOfNan(values, index) + fixedPoint(Number(value)) : String(value)}:${index}${label === undefined ? '' : `:${label}`}`,
    'latin1',
  );
}

function largest(values: FixedData, count: number): number[] {
  const order = Array.from({ length: values.length }, (_, index) => index);
  const isBefore = (a: number, b: number): boolean => {
    const [x, y] = [values[a] ?? 0, values[b] ?? 0];
    return x > y || (x === y && a < b);
  };
  if (order.length <= SHORT_LIST && order.some((index) => Number.isNaN(values[index]))) {
    return sortedByInsertion(order, isBefore).slice(0, count);
  }
  return order.sort((a, b) => compare(values[b] ?? 0, values[a] ?? 0) || a - b).slice(0, count);
}

/** What std::sort of GNU's library sorts by insertion. NaN is neither before nor behind anything: the way of sorting shows. */
const SHORT_LIST = 16;

function sortedByInsertion(order: readonly number[], isBefore: (a: number, b: number) => boolean): number[] {
  const sorted: number[] = [];
  for (const index of order) {
    const [first] = sorted;
    const last = sorted.findLastIndex((other) => !isBefore(index, other));
    sorted.splice(first !== undefined && isBefore(index, first) ? 0 : last + 1, 0, index);
  }
  return sorted;
}

/** NaN is less than everything. */
function compare(a: number | bigint, b: number | bigint): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** C's "%f" shows the sign of NaN, which only its bytes tell. */
function signOfNan(values: Float32Array | Float64Array, index: number): string {
  const { buffer, byteOffset, BYTES_PER_ELEMENT: width } = values;
  const isNegative = new Uint8Array(buffer, byteOffset + index * width, width)[width - 1] ?? 0;
  return Number.isNaN(values[index]) && isNegative >= 0x80 ? '-' : '';
}

/** C's "%f". */
function fixedPoint(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  }
  // toFixed turns to exponents from 1e21 on, where no double has a fraction left.
  return Math.abs(value) < 1e21 ? (Object.is(value, -0) ? '-0.000000' : value.toFixed(6)) : `${BigInt(value)}.000000`;
}
