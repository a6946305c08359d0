import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConfig } from '../../../src/validation/checkConfig';

const tensors = 'input { name: "x" data_type: TYPE_FP32 dims: 3 } output { name: "y" data_type: TYPE_FP32 dims: 3 }';
const errors = (head: string): string[] =>
  checkConfig(`${head} ${tensors}`)
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

test('of a platform and a file that contradict each other the backend is that of the one looked for first', () => {
  const pair = ['triton/platform-backend-pair'];
  assert.deepEqual(errors('platform: "onnxruntime_onnx" default_model_filename: "model.plan"'), pair);
  assert.deepEqual(errors('platform: "pytorch_libtorch" default_model_filename: "model.onnx"'), pair);
  assert.deepEqual(errors('platform: "other" default_model_filename: "model.onnx"'), pair);
  assert.deepEqual(errors('platform: "onnxruntime_onnx" default_model_filename: "model.pt"'), []);
  assert.deepEqual(errors('platform: "onnxruntime_onnx" default_model_filename: "model.graphdef"'), []);
});

test('tensorflow is told which of its formats by the platform or by a usual name of the file', () => {
  assert.deepEqual(errors('backend: "tensorflow" default_model_filename: "frozen.pb"'), ['triton/platform-backend-pair']);
  assert.deepEqual(errors('backend: "tensorflow" default_model_filename: "model.graphdef"'), []);
  assert.deepEqual(errors('backend: "tensorflow" platform: "tensorflow_graphdef" default_model_filename: "frozen.pb"'), []);
  assert.deepEqual(errors('backend: "tensorflow"'), []);
});

test('an ensemble has no backend, not even that of a file', () => {
  assert.ok(errors('platform: "ensemble" default_model_filename: "model.onnx"').includes('triton/ensemble-backend'));
  assert.ok(!errors('platform: "ensemble" default_model_filename: "model.graphdef"').includes('triton/ensemble-backend'));
});
