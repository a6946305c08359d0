import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Fields } from '../../../../src/base/decode';
import { writeJson, writeJsonLines } from '../../../../src/base/writeJson';
import { configFromJson, isConfigJson } from '../../../../src/documents/pbtxt/configFromJson';
import { configJson } from '../../../../src/documents/pbtxt/configJson';
import type { ConfigField, ConfigMessage, ConfigValue } from '../../../../src/documents/pbtxt/configMessage';
import { readModelConfig } from '../../../../src/documents/pbtxt/modelConfig';
import { enumNames, fieldsOf, type FieldType } from '../../../../src/documents/pbtxt/modelConfigSchema';
import { writeConfig } from '../../../../src/documents/pbtxt/writeConfig';
import { formatConfig } from '../../../../src/language/config/configFormat';
import { encode } from './wireFormat';

/** Answers of a real server to GET /v2/models/NAME/config. */
const RECORDED = '../shared/corpus/triton-http/cases';

/** What protobuf's wire format has: defaults that are written and defaults that are not are the same. */
const meaning = (message: ConfigMessage): string => encode(message).toString('hex');

function fromText(text: string): ConfigMessage {
  const { message, problems } = readModelConfig(text);
  assert.deepEqual(problems, [], text);
  return message;
}

function fromJson(text: string): ConfigMessage {
  const { message, problems } = configFromJson(text);
  assert.deepEqual(problems, [], text);
  return message;
}

const problemsOf = (json: unknown): readonly string[] => configFromJson(JSON.stringify(json)).problems;
/** The part before the words. */
const pathsOf = (json: unknown): string[] => problemsOf(json).map((problem) => problem.replace(/: .*/s, ''));

test('published configurations mean the same after they were JSON, and are laid out as the formatter does it', () => {
  const files = globSync('test/fixtures/published/config/*.pbtxt');
  assert.ok(files.length > 20);
  for (const file of files) {
    const message = fromText(readFileSync(file, 'utf8'));
    const text = writeConfig(fromJson(writeJsonLines(configJson(message))));
    assert.equal(meaning(fromText(text)), meaning(message), file);
    assert.deepEqual(formatConfig(text, { indent: '  ' }), [], file);
  }
});

test(
  'an answer of a server becomes clean text with the same meaning',
  { skip: existsSync(RECORDED) ? false : `${RECORDED} is missing` },
  () => {
    const answers = globSync(path.join(RECORDED, 'model-config-*.json')).flatMap((file) => {
      const response = Fields.of(JSON.parse(readFileSync(file, 'utf8')), 'case').fields('response');
      return response.number('status') === 200 ? [response.fields('body').text('text')] : [];
    });
    assert.ok(answers.length >= 5);
    for (const answer of answers) {
      const message = fromJson(answer);
      const text = writeConfig(message);
      assert.equal(meaning(fromText(text)), meaning(message), text);
      assert.doesNotMatch(text, /: (?:""|0|false|\[ \]|FORMAT_NONE|TYPE_INVALID)$/m);
      // Copied as JSON again it is what the server said.
      assert.deepEqual(JSON.parse(writeJson(configJson(fromText(text)))), JSON.parse(answer));
    }
  },
);

test('what an answer has by default is not written, what says something by being there is', () => {
  const json = {
    name: 'a',
    platform: '',
    max_batch_size: 0,
    input: [{ name: 'x', data_type: 'TYPE_FP32', format: 'FORMAT_NONE', dims: [3, -1], optional: false }],
    batch_input: [],
    dynamic_batching: { preferred_batch_size: [], max_queue_delay_microseconds: 0 },
    parameters: { 'a "b"': { string_value: '' } },
    model_warmup: [{ name: 'w', batch_size: 1, inputs: { x: { data_type: 'type_fp32', dims: [3], zero_data: false } } }],
    response_cache: null,
  };
  assert.equal(
    writeConfig(fromJson(JSON.stringify(json))),
    `name: "a"
input [
  {
    name: "x"
    data_type: TYPE_FP32
    dims: [ 3, -1 ]
  }
]
dynamic_batching { }
parameters {
  key: "a \\"b\\""
  value { }
}
model_warmup [
  {
    name: "w"
    batch_size: 1
    inputs {
      key: "x"
      value {
        data_type: TYPE_FP32
        dims: [ 3 ]
        zero_data: false
      }
    }
  }
]
`,
  );
});

test('64-bit numbers keep every digit, bare and in quotation marks', () => {
  const json = '{"input":[{"dims":[9223372036854775807,"-9007199254740993"]}]}';
  const text = writeConfig(fromJson(json));
  assert.match(text, /9223372036854775807, -9007199254740993/);
  assert.match(writeJson(configJson(fromText(text))), /\[9223372036854775807,-9007199254740993\]/);
});

test('every fault is told with the path of its member', () => {
  assert.deepEqual(
    pathsOf({
      nmae: 'a',
      max_batch_size: 'eight',
      input: [{ dims: [1, 2.5] }, 3],
      output: {},
      optimization: { eager_batching: 1 },
      parameters: { 'a b': { string_value: 5 } },
      dynamic_batching: { priority_queue_policy: { one: {} } },
      ensemble_scheduling: {},
      instance_group: [{ kind: 'KIND_TPU', count: 2147483648 }],
      version_policy: [],
    }),
    [
      'nmae',
      'max_batch_size',
      'input[0].dims[1]',
      'input[1]',
      'output',
      'optimization.eager_batching',
      'parameters["a b"].string_value',
      'dynamic_batching.priority_queue_policy.one',
      'ensemble_scheduling',
      'instance_group[0].kind',
      'instance_group[0].count',
      'version_policy',
    ],
  );
});

test('what is no JSON is refused with its place, and what is no object as a whole', () => {
  assert.match(configFromJson('{\n  "name": "a",\n  "input" []\n}').problems.join(), /3/);
  for (const text of ['', '[]', '3', 'null', '{', 'name: "a"', '['.repeat(50_000), `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`]) {
    assert.equal(configFromJson(text).problems.length, 1, text.slice(0, 20));
  }
});

test('JSON with a member of a configuration is taken for one, other texts are not', () => {
  assert.ok(isConfigJson('\ufeff {"backend":"onnxruntime"}'));
  for (const text of ['', 'name: "a"', '{"error":"Request for unknown model"}', '[{"name":"a"}]', '"name"', '{"name":']) {
    assert.equal(isConfigJson(text), false, text);
  }
});

test('any configuration that the schema allows survives text and JSON', () => {
  fc.assert(
    fc.property(anyMessage('ModelConfig', 4), (message) => {
      const expected = meaning(message);
      assert.equal(meaning(fromText(writeConfig(message))), expected);
      assert.equal(meaning(fromJson(writeJsonLines(configJson(message)))), expected);
      assert.equal(meaning(fromJson(writeJson(configJson(message)))), expected);
    }),
    { numRuns: 200 },
  );
});

/** Of a oneof at most one member is set. */
function anyMessage(type: string, depth: number): fc.Arbitrary<ConfigMessage> {
  const fields = [...(fieldsOf(type)?.values() ?? [])].filter((field) => depth > 0 || fieldsOf(field.type) === undefined);
  return fc.subarray(fields).chain((all) => {
    const chosen = all.filter(({ oneof }, index) => oneof === undefined || all.findIndex((one) => one.oneof === oneof) === index);
    return fc.tuple(...chosen.map((field) => anyField(field, depth - 1))).map((values) => ({
      type,
      fields: new Map(chosen.map(({ name }, index) => [name, values[index] ?? []] as const)),
    }));
  });
}

function anyField({ type, shape, key }: FieldType, depth: number): fc.Arbitrary<ConfigField> {
  const value = anyValue(type, depth);
  if (shape === 'map') {
    // JSON.parse sorts keys that are numbers, so one is enough.
    const name = key === 'string' ? fc.string({ unit: 'grapheme' }).filter((text) => !/^\d+$/.test(text)) : fc.nat().map(String);
    return fc.array(fc.tuple(name, value), { maxLength: key === 'string' ? 3 : 1 }).map((entries) => new Map(entries));
  }
  return shape === 'repeated' ? fc.array(value, { maxLength: 3 }) : value;
}

function anyValue(type: string, depth: number): fc.Arbitrary<ConfigValue> {
  switch (type) {
    case 'string':
      return fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }));
    case 'bool':
      return fc.boolean();
    case 'int32':
      return fc.integer();
    case 'uint32':
      return fc.integer({ min: 0, max: 2 ** 32 - 1 });
    case 'int64':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case 'uint64':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    case 'float':
      return fc.float({ noNaN: true });
    case 'double':
      return fc.double({ noNaN: true });
    default: {
      const names = enumNames(type);
      return names === undefined ? anyMessage(type, depth) : fc.oneof(fc.constantFrom(...names), fc.integer({ min: 99, max: 200 }));
    }
  }
}
