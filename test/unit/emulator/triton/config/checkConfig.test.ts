import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModelConfig } from '../../../../../src/documents/pbtxt/modelConfig';
import { checkConfig, checkTensors } from '../../../../../src/emulator/triton/config/checkConfig';
import { TritonError } from '../../../../../src/emulator/triton/tritonError';

const HEAD = 'name: "m" backend: "onnxruntime" platform: "onnxruntime_onnx" ';

/** Triton's complaint; '' when there is none. */
function complaint(text: string): string {
  const { config, problems } = readModelConfig(text);
  assert.deepEqual(problems, []);
  try {
    checkConfig(config);
    checkTensors(config);
    return '';
  } catch (error) {
    assert.ok(error instanceof TritonError);
    return error.text;
  }
}

const ensemble = (inner: string): string =>
  `name: "e" platform: "ensemble" input { name: "A" data_type: TYPE_FP32 dims: 1 } output { name: "B" data_type: TYPE_FP32 dims: 1 } ${inner}`;

const cases: readonly (readonly [string, string])[] = [
  ['name: "m" platform: "onnxruntime"', "unexpected platform type 'onnxruntime' for m"],
  ['name: "m" backend: "x" platform: "ensemble"', "Ensemble model 'm' must have platform type 'ensemble' and empty backend type"],
  [
    'name: "m" backend: "tensorrt" platform: "onnxruntime_onnx"',
    "unexpected 'platform' and 'backend' pair, got:onnxruntime_onnx, tensorrt",
  ],
  [`${HEAD} max_batch_size: -1`, "'max_batch_size' must be non-negative value for m"],
  [`${HEAD} max_batch_size: 4 dynamic_batching { preferred_batch_size: 0 }`, 'dynamic batching preferred size must be positive for m'],
  [`${HEAD} dynamic_batching { preferred_batch_size: 4 }`, 'dynamic batching preferred size must be <= max batch size for m'],
  [`${HEAD} dynamic_batching { priority_levels: 2 }`, 'default priority level must be in range [1, 2] for m'],
  [
    `${HEAD} dynamic_batching { priority_levels: 2 default_priority_level: 1 priority_queue_policy { key: 3 } }`,
    'priority queue policy must have priority level in range [1, 2] for m',
  ],
  [
    `${HEAD} dynamic_batching { preserve_ordering: true priority_levels: 2 default_priority_level: 1 }`,
    "Only one priority level is allowed when 'preserve_ordering' is true for m",
  ],
  [
    `${HEAD} dynamic_batching { preserve_ordering: true default_queue_policy { timeout_action: DELAY default_timeout_microseconds: 1 } }`,
    "Queue policy can not have DELAY as timeout action when 'preserve_ordering' is true for m",
  ],
  [
    `${HEAD} sequence_batching { control_input { name: "S" control { kind: CONTROL_SEQUENCE_START } } }`,
    "sequence batching must specify either 'int32_false_true', 'fp32_false_true' or 'bool_false_true' for CONTROL_SEQUENCE_START for m",
  ],
  [`${HEAD} input { data_type: TYPE_FP32 dims: 1 }`, "model input must specify 'name' for m"],
  [`${HEAD} input { name: "A" dims: 1 }`, "model input 'A' must specify 'data_type' for m"],
  [`${HEAD} output { name: "A" data_type: TYPE_FP32 }`, "model output 'A' must specify 'dims' for m"],
  [
    `${HEAD} input { name: "A" data_type: TYPE_FP32 dims: 0 }`,
    "model input 'A' dimension must be integer >= 1, or -1 to indicate a variable-size dimension for m",
  ],
  [
    `${HEAD} input { name: "A" data_type: TYPE_FP32 dims: [4] reshape { shape: [3] } }`,
    "model input 'A' has different size for dims and reshape for m",
  ],
  [
    `${HEAD} input { name: "A" data_type: TYPE_FP32 dims: [-1, -1] reshape { shape: [-1] } }`,
    "model input 'A' has different number of variable-size dimensions for dims and reshape for m",
  ],
  [`${HEAD} input { name: "A" data_type: TYPE_FP32 dims: [2, -1, 3] reshape { shape: [2, -1, 1, 3] } }`, ''],
  [
    `${HEAD} input { name: "A" data_type: TYPE_FP32 dims: [1] reshape { } }`,
    "model input 'A' cannot have empty reshape for non-batching model as scalar tensors are not supported for m",
  ],
  [`${HEAD} input { name: "A" data_type: TYPE_FP32 dims: [1] format: FORMAT_NCHW }`, 'model input NHWC/NCHW require 3 dims'],
  ['name: "e" platform: "ensemble"', 'ensemble scheduling must be set for ensemble e whose platform is ensemble'],
  [ensemble('ensemble_scheduling { }'), "must specify 'step' for ensemble 'e'"],
  [ensemble('ensemble_scheduling { step { } }'), "must specify 'model_name' in step 0 of ensemble 'e'"],
  [
    ensemble('ensemble_scheduling { step { model_name: "m" input_map { key: "I" value: "A" } output_map { key: "O" value: "X" } } }'),
    "ensemble output 'B' for ensemble e' is not used",
  ],
  [
    ensemble(
      'ensemble_scheduling { step { model_name: "m" input_map { key: "I" value: "C" } output_map { key: "O" value: "B" } } ' +
        'step { model_name: "n" input_map { key: "I" value: "A" } output_map { key: "O" value: "D" } } }',
    ),
    "output 'B' for ensemble 'e' is not written: at least one of its depending tensors, 'C', is not connected",
  ],
  [ensemble('ensemble_scheduling { step { model_name: "m" input_map { key: "I" value: "A" } output_map { key: "O" value: "B" } } }'), ''],
];

for (const [text, expected] of cases) {
  test(expected === '' ? `accepts ${text}` : `says "${expected}"`, () => {
    assert.equal(complaint(text), expected);
  });
}
