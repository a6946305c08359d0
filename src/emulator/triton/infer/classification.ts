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
  return Buffer.from(`${isFloat ? fixedPoint(Number(value)) : String(value)}:${index}${label === undefined ? '' : `:${label}`}`, 'latin1');
}

function largest(values: FixedData, count: number): number[] {
  const order = Array.from({ length: values.length }, (_, index) => index);
  return order.sort((a, b) => compare(values[b] ?? 0, values[a] ?? 0) || a - b).slice(0, count);
}

/** NaN is less than everything. */
function compare(a: number | bigint, b: number | bigint): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** C's "%f". */
function fixedPoint(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  }
  // toFixed turns to exponents from 1e21 on, where no double has a fraction left.
  return Math.abs(value) < 1e21 ? (Object.is(value, -0) ? '-0.000000' : value.toFixed(6)) : `${BigInt(value)}.000000`;
}
