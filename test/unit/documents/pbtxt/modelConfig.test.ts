import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModelConfig } from '../../../../src/documents/pbtxt/modelConfig';
import { fieldsOf } from '../../../../src/documents/pbtxt/modelConfigSchema';

test('reads what decides how a model is served', () => {
  const { config, problems } = readModelConfig(`
    name: "densenet" platform: "onnxruntime_onnx" max_batch_size: 8
    version_policy { specific { versions: [1, 3] } }
    input { name: "data_0" data_type: TYPE_FP32 format: FORMAT_NCHW dims: [3, 224, -1] reshape { shape: [1, 3, 224, -1] } }
    output { name: "fc6_1" data_type: TYPE_FP32 dims: 1000 label_filename: "labels.txt" }
    instance_group { count: 2 kind: KIND_CPU }
    dynamic_batching { preferred_batch_size: [4] max_queue_delay_microseconds: 100 priority_queue_policy { key: 2 value { max_queue_size: 7 } } }`);
  assert.deepEqual(problems, []);
  assert.deepEqual(config.versionPolicy, { kind: 'specific', versions: [1, 3] });
  assert.deepEqual(config.inputs[0], {
    name: 'data_0',
    dataType: 'TYPE_FP32',
    dims: [3, 224, -1],
    reshape: [1, 3, 224, -1],
    format: 'FORMAT_NCHW',
    labelFilename: '',
    optional: false,
    allowRaggedBatch: false,
  });
  assert.equal(config.outputs[0]?.labelFilename, 'labels.txt');
  assert.equal(config.dynamicBatching?.maxQueueDelayMicroseconds, 100);
  assert.equal(config.dynamicBatching.priorityQueuePolicies.get(2)?.maxQueueSize, 7);
});

test('reads control tensors and the steps of an ensemble', () => {
  const sequence = readModelConfig(
    'sequence_batching { control_input { name: "S" control { kind: CONTROL_SEQUENCE_START fp32_false_true: [0, 1] } } }',
  ).config;
  assert.deepEqual(sequence.sequenceBatching?.controls, [
    { tensor: 'S', kind: 'CONTROL_SEQUENCE_START', dataType: 'TYPE_FP32', falseTrue: [0, 1] },
  ]);
  assert.equal(sequence.sequenceBatching.maxIdleMicroseconds, 1_000_000);
  const ensemble = readModelConfig(
    'ensemble_scheduling { step { model_name: "m" model_version: -1 input_map { key: "I" value: "A" } } }',
  ).config;
  assert.deepEqual(ensemble.ensembleSteps, [{ modelName: 'm', modelVersion: -1, inputMap: new Map([['I', 'A']]), outputMap: new Map() }]);
});

test('an empty file is a configuration with every default', () => {
  const { config, problems } = readModelConfig('');
  assert.deepEqual(problems, []);
  assert.deepEqual(config.versionPolicy, { kind: 'latest', count: 1 });
  assert.equal(config.maxBatchSize, 0);
});

const faults: readonly (readonly [string, string, string])[] = [
  ['input { datatype: TYPE_FP32 }', 'unknown-field', 'datatype'],
  ['max_batch_size: "8"', 'wrong-type', '"8"'],
  ['max_batch_size: [8]', 'wrong-type', '[8]'],
  ['max_batch_size: 2147483648', 'out-of-range', '2147483648'],
  ['input { data_type: FP32 }', 'unknown-enum-value', 'FP32'],
  ['name: "a" name: "b"', 'specified-twice', 'name'],
  ['metric_tags { key: "" key: "b" }', 'specified-twice', 'key'],
  ['metric_tags { key: "a" value: "" value: "b" }', 'specified-twice', 'value'],
  ['dynamic_batching { } sequence_batching { }', 'oneof-clash', 'sequence_batching'],
  ['name { }', 'wrong-type', '{ }'],
  ['input: 3', 'wrong-type', '3'],
  ['metric_tags: "x"', 'wrong-type', '"x"'],
  ['parameters { name: "a" }', 'unknown-field', 'name'],
];

for (const [text, code, place] of faults) {
  test(`${code}: ${text}`, () => {
    const [problem] = readModelConfig(text).problems.slice(-1);
    assert.deepEqual([problem?.code, problem && text.slice(problem.range.start, problem.range.end)], [code, place]);
  });
}

for (const [text, meant] of [
  ['input { data_type: float32 }', 'TYPE_FP32'],
  ['instance_group { kind: GPU }', 'KIND_GPU'],
  ['input { data_type: TYPE_UNT8 }', 'TYPE_UINT8'],
  ['input { dim: 3 }', 'dims'],
] as const) {
  test(`tells that ${meant} may be meant in ${text}`, () => {
    const words = readModelConfig(text).problems[0]?.message ?? '';
    assert.ok(words.includes(meant) && !words.includes('TYPE_BOOL') && !words.includes('KIND_MODEL'), words);
  });
}

test('lists the values where nobody knows which one is meant', () => {
  assert.match(readModelConfig('instance_group { kind: whatever }').problems[0]?.message ?? '', /KIND_AUTO[^]*KIND_MODEL/);
});

test('tells every fault at once and keeps what is right', () => {
  const { config, problems } = readModelConfig('nam: "a"\nmax_batch_size: x\ninput { name: "A" dims: "1" }\nplatform: "p"');
  assert.deepEqual(
    problems.map((one) => one.code),
    ['unknown-field', 'wrong-type', 'wrong-type'],
  );
  assert.deepEqual([config.platform, config.inputs[0]?.name], ['p', 'A']);
});

test('every message and enum that a field names exists, and no number is used twice', () => {
  const seen = new Set<string>();
  const visit = (type: string): void => {
    const fields = fieldsOf(type);
    if (fields === undefined || seen.has(type)) {
      return;
    }
    seen.add(type);
    assert.equal(new Set([...fields.values()].map((field) => field.number)).size, fields.size, type);
    for (const field of fields.values()) {
      visit(field.type);
    }
  };
  visit('ModelConfig');
  const count = [...seen].reduce((sum, type) => sum + (fieldsOf(type)?.size ?? 0), 0);
  // As many as model_config.proto has on its main branch.
  assert.equal(count, 164);
});
