import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import type { ModelConfigSummary, TensorMetadata } from '../../../src/inference/kserve/modelMetadata';
import type { DataType } from '../../../src/inference/kserve/tensor';
import { type PictureInput, pictureInputOf } from '../../../src/inference/pictureInput';

interface Model {
  readonly shape: readonly number[];
  readonly datatype?: DataType;
  readonly maxBatchSize?: number;
  readonly format?: string;
  readonly more?: readonly TensorMetadata[];
}

function inputOf({ shape, datatype = 'FP32', maxBatchSize = 0, format, more = [] }: Model): PictureInput {
  const config: ModelConfigSummary = { maxBatchSize, formats: new Map(format ? [['x', format]] : []), labelledOutputs: new Set() };
  const metadata = { name: 'm', versions: [], platform: '', inputs: [{ name: 'x', datatype, shape }, ...more], outputs: [] };
  return pictureInputOf(metadata, config);
}

test('reads the sizes of a batching model and sends one picture', () => {
  const it = inputOf({ shape: [-1, 3, 224, 192], maxBatchSize: 4 });
  assert.deepEqual(it.target, { width: 192, height: 224, channels: 3, datatype: 'FP32' });
  assert.deepEqual([it.layout, it.shape], ['CHW', [1, 3, 224, 192]]);
  assert.deepEqual(it.guessed, { layout: true, size: false });
});

test('keeps the first dimension that a model without batching has of its own', () => {
  assert.deepEqual(inputOf({ shape: [1, 3, 224, 224] }).shape, [1, 3, 224, 224]);
  assert.deepEqual(inputOf({ shape: [-1, 3, 224, 224] }).shape, [1, 3, 224, 224]);
  assert.deepEqual(inputOf({ shape: [3, 224, 224] }).shape, [3, 224, 224]);
});

test('a format in the configuration decides, else the place of 1 or 3 channels', () => {
  assert.deepEqual(inputOf({ shape: [3, 8, 3], format: 'FORMAT_NHWC' }).target, { width: 8, height: 3, channels: 3, datatype: 'FP32' });
  assert.deepEqual(inputOf({ shape: [3, 8, 3], format: 'FORMAT_NONE' }).layout, 'CHW');
  assert.deepEqual(inputOf({ shape: [28, 28, 1], datatype: 'UINT8' }).target, { width: 28, height: 28, channels: 1, datatype: 'UINT8' });
  assert.equal(inputOf({ shape: [8, 8, 3], format: 'FORMAT_NHWC' }).guessed.layout, false);
});

test('an open size becomes 224 and is told', () => {
  const it = inputOf({ shape: [-1, -1, -1, 3], maxBatchSize: 8 });
  assert.deepEqual(it.shape, [1, 224, 224, 3]);
  assert.equal(it.guessed.size, true);
});

test('a model that takes no picture is refused with its input as it is', () => {
  const token: TensorMetadata = { name: 'mask', datatype: 'INT64', shape: [-1, 128] };
  const models: readonly Model[] = [
    { shape: [-1, 16] },
    { shape: [3, 224, 224], datatype: 'INT64' },
    { shape: [1], datatype: 'BYTES' },
    { shape: [5, 224, 224] },
    { shape: [2, 3, 224, 224] },
    { shape: [3, 0, 224] },
    { shape: [-1, -1, -1] },
    { shape: [3, 2 ** 40, 2 ** 40] },
    { shape: [224, 224, 3], format: 'FORMAT_NCHW' },
    { shape: [] },
    { shape: [3, 224, 224], more: [token] },
  ];
  for (const model of models) {
    assert.throws(
      () => inputOf(model),
      (error) =>
        error instanceof UserError && error.code === 'not-a-picture-model' && error.message.includes(`[${model.shape.join(', ')}]`),
      JSON.stringify(model),
    );
  }
});
