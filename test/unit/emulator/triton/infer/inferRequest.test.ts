import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readModelConfig } from '../../../../../src/documents/pbtxt/modelConfig';
import { checkRequest } from '../../../../../src/emulator/triton/infer/checkRequest';
import { readInferRequest } from '../../../../../src/emulator/triton/infer/readInferRequest';
import type { InferenceRequest } from '../../../../../src/emulator/triton/model/inferenceRequest';
import { TritonError } from '../../../../../src/emulator/triton/tritonError';

const simple = `name: "simple" max_batch_size: 8
  input { name: "A" data_type: TYPE_INT32 dims: [2] } input { name: "B" data_type: TYPE_INT32 dims: [2] }
  output { name: "C" data_type: TYPE_INT32 dims: [2] }`;
const text = 'name: "text" input { name: "T" data_type: TYPE_STRING dims: [-1] } output { name: "T2" data_type: TYPE_STRING dims: [-1] }';
const optional =
  'name: "o" input { name: "A" data_type: TYPE_FP32 dims: [1] } input { name: "B" data_type: TYPE_FP32 dims: [1] optional: true }';

const A = '{"name":"A","shape":[1,2],"datatype":"INT32","data":[1,2]}';
const B = '{"name":"B","shape":[1,2],"datatype":"INT32","data":[3,4]}';

function read(config: string, json: string, binary: Uint8Array = new Uint8Array()): InferenceRequest {
  const head = Buffer.from(json, 'utf8');
  const parsed = readInferRequest(Uint8Array.from([...head, ...binary]), head.byteLength, 'm');
  return checkRequest(parsed, readModelConfig(config).config, 0n);
}

const refused = (config: string, json: string, expected: string | RegExp, binary?: Uint8Array): void => {
  assert.throws(
    () => read(config, json, binary),
    (error) => error instanceof TritonError && (typeof expected === 'string' ? error.text === expected : expected.test(error.text)),
  );
};

test('takes data nested in any way, JSON and binary mixed', () => {
  const mixed = '{"name":"B","shape":[1,2],"datatype":"INT32","parameters":{"binary_data_size":8}}';
  const request = read(
    simple,
    `{"id":"7","inputs":[${A.replace('[1,2]}', '[[1],[2]]}')},${mixed}]}`,
    Uint8Array.of(5, 0, 0, 0, 6, 0, 0, 0),
  );
  assert.equal(request.id, '7');
  assert.equal(request.batchSize, 1);
  assert.deepEqual(request.outputs, ['C']);
  assert.deepEqual(
    request.inputs.map((input) => [...input.bytes]),
    [
      [1, 0, 0, 0, 2, 0, 0, 0],
      [5, 0, 0, 0, 6, 0, 0, 0],
    ],
  );
});

test('numbers beyond an integer type wrap, as in C++', () => {
  const request = read(
    'name: "u" input { name: "X" data_type: TYPE_UINT8 dims: [3] }',
    '{"inputs":[{"name":"X","shape":[3],"datatype":"UINT8","data":[256,255,18446744073709551615]}]}',
  );
  assert.deepEqual([...(request.inputs[0]?.bytes ?? [])], [0, 255, 255]);
});

test('a raw body becomes the only input, its one variable dimension follows from the size', () => {
  const parsed = readInferRequest(new Uint8Array(12), 0, 'r');
  const { inputs } = checkRequest(
    parsed,
    readModelConfig('name: "r" max_batch_size: 2 input { name: "X" data_type: TYPE_FP32 dims: [-1] }').config,
    0n,
  );
  assert.deepEqual([inputs[0]?.name, inputs[0]?.shape], ['X', [1, 3]]);
});

test('a raw body for BYTES gets its length in front', () => {
  const parsed = readInferRequest(Uint8Array.of(65, 66), 0, 'r');
  const { inputs } = checkRequest(parsed, readModelConfig('name: "r" input { name: "X" data_type: TYPE_STRING dims: [1] }').config, 0n);
  assert.deepEqual([...(inputs[0]?.bytes ?? [])], [2, 0, 0, 0, 65, 66]);
});

test('an optional input may be left out', () => {
  assert.equal(read(optional, '{"inputs":[{"name":"A","shape":[1],"datatype":"FP32","data":[1]}]}').inputs.length, 1);
  refused(
    optional,
    '{"inputs":[]}',
    /^\[request id: <id_unknown>\] expected number of inputs between 1 and 2 but got 0 inputs for model 'o'\./,
  );
});

const refusals: readonly (readonly [string, string, string])[] = [
  [
    'a batch beyond the limit',
    `{"inputs":[${A.replace('[1,2]', '[9,2]').replace('[1,2]}', '[1,2,1,2,1,2,1,2,1,2,1,2,1,2,1,2,1,2]}')},${B}]}`,
    "[request id: <id_unknown>] input 'B' batch size does not match other inputs for 'simple'",
  ],
  [
    'an input given twice, with the id of the request',
    `{"id":"x","inputs":[${A},${A}]}`,
    "[request id: x] input 'A' already exists in request",
  ],
  ['an unknown output', `{"inputs":[${A},${B}],"outputs":[{"name":"D"}]}`, "unexpected inference output 'D' for model 'simple'"],
  ['an unknown input', `{"inputs":[${A},${B.replace('"B"', '"Z"')}]}`, "unexpected inference input 'Z' for model 'simple'"],
  [
    'another data type',
    `{"inputs":[${A.replace('INT32', 'UINT8')},${B}]}`,
    "[request id: <id_unknown>] inference input 'A' data-type is 'UINT8', but model 'simple' expects 'INT32'",
  ],
  [
    'no shape',
    `{"inputs":[${A.replace('[1,2]', '[]').replace('[1,2]}', '[1]}')},${B}]}`,
    "[request id: <id_unknown>] input 'A' has no shape but model requires batch dimension for 'simple'",
  ],
  [
    'both kinds of data',
    '{"inputs":[{"name":"A","data":[],"parameters":{"binary_data_size":1}}]}',
    "Input must set only one of the following fields: 'data', 'binary_data_size' in 'parameters', 'shared_memory_region' in 'parameters'. But set 'data' 'binary_data_size'",
  ],
  [
    'a fraction for an integer',
    `{"inputs":[${A.replace('"data":[1,2]', '"data":[1,2.5]')},${B}]}`,
    "Unable to parse 'data': attempt to access JSON non-signed-integer as signed-integer",
  ],
];

for (const [what, json, expected] of refusals) {
  test(`refuses ${what}`, () => {
    refused(simple, json, expected);
  });
}

test('refuses a shape of more elements than memory can hold, and asks for no memory', () => {
  refused(
    text,
    '{"inputs":[{"name":"T","shape":[9223372036854775807],"datatype":"FP32","data":[1]}]}',
    /has more elements than a tensor can hold$/,
  );
  refused(
    text,
    '{"inputs":[{"name":"T","shape":[1000000000],"datatype":"FP32","data":[1]}]}',
    /Shape does not match true shape of 'data' field$/,
  );
  refused(
    text,
    '{"inputs":[{"name":"T","shape":[4294967296,4294967296],"datatype":"BYTES","data":[1]}]}',
    /unexpected shape for input 'T' for model 'text'. Expected \[-1\], got \[4294967296,4294967296\]/,
  );
});

test('nobody reads the data of an empty tensor', () => {
  const request = read(text, '{"inputs":[{"name":"T","shape":[0],"datatype":"BYTES","data":[1,null,{}]}]}');
  assert.equal(request.inputs[0]?.bytes.byteLength, 0);
});

test('the name of a request ends at its first NUL', () => {
  assert.equal(read(text, '{"id":"a\\u0000b","inputs":[{"name":"T\\u0000x","shape":[0],"datatype":"BYTES","data":[]}]}').id, 'a');
});

test('tells how many bytes are missing, however many', () => {
  refused(
    simple,
    '{"inputs":[{"name":"A","shape":[1,2],"datatype":"INT32","parameters":{"binary_data_size":18446744073709551615}}]}',
    "unexpected size for input 'A', expecting 18446744073709551615 additional bytes for model 'm'",
  );
});

test('an output goes to shared memory or into the answer', () => {
  const wanting = (parameters: string): string => `{"inputs":[${A},${B}],"outputs":[{"name":"C","parameters":${parameters}}]}`;
  const shared = wanting('{"shared_memory_region":"r","shared_memory_offset":4,"shared_memory_byte_size":64}');
  const { outputs } = readInferRequest(Buffer.from(shared), shared.length, 'm');
  assert.deepEqual(outputs, [{ name: 'C', classes: 0, isBinary: false, shared: { region: 'r', offset: 4n, size: 64n } }]);
  refused(
    simple,
    wanting('{"shared_memory_region":"r","classification":1}'),
    /can't set both 'shared_memory_region' and 'classification'$/,
  );
  refused(simple, wanting('{"shared_memory_region":"r","binary_data":true}'), /can't set both 'shared_memory_region' and 'binary_data'$/);
  refused(simple, wanting('{"shared_memory_byte_size":"x"}'), /^Unable to parse 'shared_memory_byte_size': /);
});

test('counts the elements of BYTES', () => {
  const binary = (size: number): string =>
    `{"inputs":[{"name":"T","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":${size}}}]}`;
  refused(
    text,
    binary(2),
    /incomplete string length indicator for inference input 'T' for model 'text', expecting 4 bytes but only 2 bytes available/,
    new Uint8Array(2),
  );
  refused(
    text,
    binary(8),
    /unexpected number of string elements 2 for inference input 'T' for model 'text', expecting 1$/,
    new Uint8Array(8),
  );
});

test('nothing that a client can send is a bug', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.uint8Array(), (inputs, binary) => {
      try {
        read(simple, JSON.stringify({ inputs }), binary);
      } catch (error) {
        assert.ok(error instanceof TritonError, String(error));
      }
    }),
  );
});
