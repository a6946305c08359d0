import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConfig } from '../../../src/validation/checkConfig';

const tensors = 'input { name: "x" data_type: TYPE_FP32 dims: 3 } output { name: "y" data_type: TYPE_FP32 dims: 3 }';

/** What a real server was asked about and took, though it looks like a mistake; found by fuzzing. */
const accepted: Readonly<Record<string, string>> = {
  'a warm-up of instances that are all passive, which does not run': `backend: "onnxruntime" ${tensors}
    instance_group { passive: true } model_warmup { batch_size: 1 inputs { key: "x" value { dims: -1 } } }`,
  'an input of an ensemble that nobody reads, but that a step writes and that is an output': `platform: "ensemble"
    input [ { name: "a" data_type: TYPE_FP32 dims: 3 }, { name: "b" data_type: TYPE_FP32 dims: 3 } ]
    output { name: "b" data_type: TYPE_FP32 dims: 3 }
    ensemble_scheduling { step { model_name: "m" model_version: 1 input_map { key: "i" value: "a" } output_map { key: "o" value: "b" } } }`,
};

for (const [what, text] of Object.entries(accepted)) {
  test(`takes ${what}`, () => {
    assert.deepEqual(
      checkConfig(text).filter(({ severity }) => severity === 'error'),
      [],
    );
  });
}

test('asks for the data of a warm-up that runs on one instance of several', () => {
  const text = `backend: "onnxruntime" ${tensors} instance_group [ { passive: true }, { } ] model_warmup { batch_size: 1 }`;
  assert.deepEqual(
    checkConfig(text).map(({ code }) => code),
    ['triton/warmup-request'],
  );
});
