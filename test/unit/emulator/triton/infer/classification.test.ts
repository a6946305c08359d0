import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, unpackBytes } from '../../../../../src/inference/kserve/tensorBytes';
import type { DataType, TensorData } from '../../../../../src/inference/kserve/tensor';
import { classify } from '../../../../../src/emulator/triton/infer/classification';
import { TritonError } from '../../../../../src/emulator/triton/tritonError';

function classes(
  datatype: DataType,
  data: TensorData,
  { shape, k, labels }: { shape: number[]; k: number; labels?: readonly string[] },
): unknown {
  const isBatched = shape.length > 1;
  const result = classify({ name: 'Y', datatype, shape, bytes: bytesOf(data) }, k, { isBatched, labels });
  assert.equal(result.datatype, 'BYTES');
  return [result.shape, unpackBytes(result.bytes, 100).elements.map((element) => Buffer.from(element).toString('latin1'))];
}

test('the largest come first, of equal ones the lower index', () => {
  assert.deepEqual(classes('FP32', Float32Array.of(0.5, 2, 2, -1), { shape: [4], k: 3 }), [
    [3],
    ['2.000000:1', '2.000000:2', '0.500000:0'],
  ]);
});

test('no more classes than elements', () => {
  assert.deepEqual(classes('INT64', BigInt64Array.of(3n, -9007199254740993n), { shape: [2], k: 5 }), [[2], ['3:0', '-9007199254740993:1']]);
});

test('labels follow where there is one', () => {
  assert.deepEqual(classes('UINT8', Uint8Array.of(1, 9), { shape: [2], k: 2, labels: ['PEACOCK'] }), [[2], ['9:1', '1:0:PEACOCK']]);
});

test('each entry of a batch has its own classes', () => {
  assert.deepEqual(classes('INT32', Int32Array.of(1, 2, 4, 3), { shape: [2, 2], k: 1 }), [
    [2, 1],
    ['2:1', '4:0'],
  ]);
});

test('prints floating point as C does', () => {
  assert.deepEqual(classes('FP64', Float64Array.of(1e22, Infinity, -0), { shape: [3], k: 3 }), [
    [3],
    ['inf:1', '10000000000000000000000.000000:0', '-0.000000:2'],
  ]);
});

test('refuses types without order, and outputs without elements, on which Triton itself ends', () => {
  for (const datatype of ['BOOL', 'FP16', 'BF16', 'BYTES'] as const) {
    assert.throws(() => classes(datatype, new Uint8Array(4), { shape: [2], k: 1 }), TritonError);
  }
  assert.throws(() => classes('FP32', new Float32Array(0), { shape: [0], k: 1 }), TritonError);
});

test('NaN stays where std::sort leaves it, and shows its sign', () => {
  assert.deepEqual(classes('FP32', Float32Array.of(NaN, 3, 1, 2, NaN, 5), { shape: [6], k: 3 }), [
    [3],
    ['nan:0', '3.000000:1', '2.000000:3'],
  ]);
  const negative = new Float32Array(Uint32Array.of(0xffc00000).buffer);
  assert.deepEqual(classes('FP32', negative, { shape: [1], k: 1 }), [[1], ['-nan:0']]);
});
