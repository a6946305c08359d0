import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelConfigOf, readModelConfig, type ModelConfig } from '../../../../../src/documents/pbtxt/modelConfig';
import { checkAgainstOnnx } from '../../../../../src/emulator/triton/config/checkAgainstOnnx';
import { readRagged } from '../../../../../src/emulator/triton/model/raggedBatch';
import { completeFromOnnx, normalize } from '../../../../../src/emulator/triton/config/completeConfig';
import type { OnnxModel, OnnxTensor } from '../../../../../src/emulator/triton/config/onnxTensors';
import { TritonError } from '../../../../../src/emulator/triton/tritonError';

const tensor = (name: string, dims: number[], dataType = 'TYPE_FP32'): OnnxTensor => ({ name, dims, dataType, isTensor: true });
const fixed: OnnxModel = { inputs: [tensor('data_0', [1, 3, 224, 224])], outputs: [tensor('fc6_1', [1, 1000, 1, 1])] };
const variable: OnnxModel = { inputs: [tensor('X', [-1, 3])], outputs: [tensor('Y', [-1])] };

function completed(text: string, model: OnnxModel): ModelConfig {
  const head = 'name: "m" backend: "onnxruntime" platform: "onnxruntime_onnx" ';
  return modelConfigOf(normalize(completeFromOnnx(readModelConfig(head + text).message, model)));
}

test('a model with a fixed first dimension does not batch: the dimension belongs to the shape', () => {
  const config = completed('', fixed);
  assert.equal(config.maxBatchSize, 0);
  assert.deepEqual(config.inputs[0]?.dims, [1, 3, 224, 224]);
  assert.deepEqual(config.outputs[0]?.dims, [1, 1000, 1, 1]);
  assert.equal(config.dynamicBatching, undefined);
});

test('a model whose every first dimension is variable batches up to 4, dynamically', () => {
  const config = completed('', variable);
  assert.equal(config.maxBatchSize, 4);
  assert.deepEqual(config.inputs[0]?.dims, [3]);
  assert.deepEqual(config.dynamicBatching?.preferredBatchSizes, [4]);
});

test('a tensor of one number per entry gets dims 1 and an empty reshape', () => {
  const [output] = completed('', variable).outputs;
  assert.deepEqual([output?.dims, output?.reshape], [[1], []]);
});

test('leaves a configuration alone that lists an input and an output', () => {
  const config = completed('input { name: "X" data_type: TYPE_FP32 dims: 3 } output { name: "Y" data_type: TYPE_FP32 dims: 1 }', variable);
  assert.equal(config.maxBatchSize, 0);
});

test('says so when batching is asked of a model that cannot', () => {
  assert.throws(() => completed('max_batch_size: 8', fixed), { text: /^autofill failed for model 'm': model does not support batching/ });
});

test('gives a group a name, a kind and two instances, as ONNX Runtime on a CPU has', () => {
  assert.deepEqual(completed('', fixed).instanceGroups, [{ name: 'm', kind: 'KIND_CPU', count: 2, gpus: [] }]);
  assert.deepEqual(completed('instance_group { }', fixed).instanceGroups, [{ name: 'm_0', kind: 'KIND_CPU', count: 2, gpus: [] }]);
});

test('has no GPU', () => {
  assert.throws(() => completed('instance_group { kind: KIND_GPU }', fixed), {
    text: /has kind KIND_GPU but server does not support GPUs$/,
  });
});

function complaint(text: string, model: OnnxModel): string {
  try {
    const { config, message } = readModelConfig(`name: "m" ${text}`);
    checkAgainstOnnx(config, model, readRagged(message));
    return '';
  } catch (error) {
    assert.ok(error instanceof TritonError);
    return error.text;
  }
}

const input = (dims: string, more = ''): string => `input { name: "data_0" data_type: TYPE_FP32 dims: [${dims}] ${more} } `;
const output = (dims: string, more = ''): string => `output { name: "fc6_1" data_type: TYPE_FP32 dims: [${dims}] ${more} }`;

const againstModel: readonly (readonly [string, string])[] = [
  [input('1,3,224,224') + output('1,1000,1,1'), ''],
  [input('3,224,224', 'reshape { shape: [1,3,224,224] }') + output('1000', 'reshape { shape: [1,1000,1,1] }'), ''],
  [output('1,1000,1,1'), "unable to load model 'm', configuration expects 0 inputs, model provides 1"],
  ['input { name: "X" data_type: TYPE_FP32 dims: 1 }', "unexpected inference input 'X', allowed inputs are: data_0"],
  [`${input('1,3,224,224')} output { name: "Y" }`, "unexpected inference output 'Y', allowed outputs are: fc6_1"],
  [
    'input { name: "data_0" data_type: TYPE_INT8 dims: 1 }',
    "unable to load model 'm', configuration expects datatype TYPE_INT8 for input 'data_0', model provides TYPE_FP32",
  ],
  [
    `max_batch_size: 8 ${input('3,224,224')}`,
    "model 'm', tensor 'data_0': for the model to support batching the shape should have at least 1 dimension and the first dimension must be " +
      '-1; but shape expected by the model is [1,3,224,224]',
  ],
  [
    input('1,3,224,224') + output('1001'),
    "model 'm', tensor 'fc6_1': the model expects 4 dimensions (shape [1,1000,1,1]) but the model configuration specifies 1 dimensions (shape [1001])",
  ],
];

for (const [text, expected] of againstModel) {
  test(expected === '' ? `the model fits ${text}` : `says "${expected}"`, () => {
    assert.equal(complaint(text, fixed), expected);
  });
}

test('with batching the complete shape is told', () => {
  assert.equal(
    complaint('max_batch_size: 4 input { name: "X" data_type: TYPE_FP32 dims: [5] }', variable),
    "model 'm', tensor 'X': the model expects 2 dimensions (shape [-1,3]) but the model configuration specifies 2 dimensions (an initial batch " +
      'dimension because max_batch_size > 0 followed by the explicit tensor shape, making complete shape [-1,5])',
  );
});
