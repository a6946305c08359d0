import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Fields } from '../../../../../src/base/decode';
import { readModelConfig } from '../../../../../src/documents/pbtxt/modelConfig';
import type { InferenceRequest } from '../../../../../src/emulator/triton/model/inferenceRequest';
import { batchTensors, readRagged } from '../../../../../src/emulator/triton/model/raggedBatch';
import { TritonError } from '../../../../../src/emulator/triton/tritonError';
import { onnxFile } from '../onnxFile';
import { startServer, type RunningServer } from '../startServer';

const batchInput = (kind: string, more = 'source_input: "X"', type = 'TYPE_INT32'): string =>
  `input { name: "X" data_type: TYPE_FP32 dims: [-1, -1] allow_ragged_batch: true } output { name: "Y" data_type: TYPE_FP32 dims: [-1] }
   batch_input { kind: ${kind} target_name: "T" data_type: ${type} ${more} }`;

const request = (shape: readonly number[]): InferenceRequest => ({
  id: '',
  inputs: [{ name: 'X', datatype: 'FP32', shape, bytes: new Uint8Array() }],
  outputs: [],
  batchSize: shape[0] ?? 0,
  priority: 0,
  timeoutMicroseconds: 0,
  sequence: { id: 0n, isStart: false, isEnd: false },
  arrived: 0n,
});

const kinds: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
  BATCH_ELEMENT_COUNT: [[2], [6, 8]],
  BATCH_ACCUMULATED_ELEMENT_COUNT: [[2], [6, 14]],
  BATCH_ACCUMULATED_ELEMENT_COUNT_WITH_ZERO: [[3], [0, 6, 14]],
  BATCH_MAX_ELEMENT_COUNT_AS_SHAPE: [[8], [0, 0, 0, 0, 0, 0, 0, 0]],
  BATCH_ITEM_SHAPE: [
    [3, 2],
    [2, 3, 1, 4, 1, 4],
  ],
  BATCH_ITEM_SHAPE_FLATTEN: [[6], [2, 3, 1, 4, 1, 4]],
};

for (const [kind, [shape, values]] of Object.entries(kinds)) {
  test(`${kind} of a request of 2 by 3 and one of two entries of 1 by 4`, () => {
    const { message } = readModelConfig(batchInput(kind));
    const [tensor] = batchTensors(readRagged(message), [request([1, 2, 3]), request([2, 1, 4])]);
    assert.deepEqual([tensor?.name, tensor?.datatype, tensor?.shape], ['T', 'INT32', shape]);
    const bytes = Buffer.from(tensor?.bytes ?? []);
    assert.deepEqual(
      Array.from({ length: bytes.byteLength / 4 }, (_, at) => bytes.readInt32LE(4 * at)),
      values,
    );
  });
}

test('refuses what it cannot follow in Triton’s words', () => {
  const output = (more: string): string =>
    `input { name: "X" data_type: TYPE_FP32 dims: [-1] } output { name: "Y" data_type: TYPE_FP32 dims: [-1] } batch_output { ${more} }`;
  const cases: readonly (readonly [string, string])[] = [
    [batchInput('BATCH_ELEMENT_COUNT', ''), "batch input kind 'BATCH_ELEMENT_COUNT' expects 1 source input, got 0"],
    [batchInput('BATCH_ELEMENT_COUNT', 'source_input: ["X", "X"]'), "batch input kind 'BATCH_ELEMENT_COUNT' expects 1 source input, got 2"],
    [batchInput('BATCH_ELEMENT_COUNT', 'source_input: "Z"'), "unknown source input name 'Z'"],
    [batchInput('BATCH_ELEMENT_COUNT', 'source_input: "X"', 'TYPE_INT64'), 'batch input data type must be TYPE_INT32 or TYPE_FP32'],
    [output('target_name: "Z" source_input: "X"'), "unknown target output name 'Z'"],
    [output('target_name: "Y"'), "batch output kind 'BATCH_SCATTER_WITH_INPUT_SHAPE' expects 1 source input, got 0"],
  ];
  for (const [text, expected] of cases) {
    assert.throws(
      () => readRagged(readModelConfig(text).message),
      (error) => error instanceof TritonError && error.text === expected,
    );
  }
});

/** X comes back as it went in; COUNTS are the lengths that the model was told. */
const model = onnxFile({
  inputs: { X: ['FLOAT', [-1]], LENGTHS: ['FLOAT', [-1]] },
  outputs: { Y: ['FLOAT', [-1]], COUNTS: ['FLOAT', [-1]] },
  nodes: [
    { op: 'Identity', inputs: ['X'], outputs: ['Y'] },
    { op: 'Identity', inputs: ['LENGTHS'], outputs: ['COUNTS'] },
  ],
});
const config = `backend: "onnxruntime" max_batch_size: 4 instance_group { count: 1 kind: KIND_CPU }
  input { name: "X" data_type: TYPE_FP32 dims: [-1] allow_ragged_batch: true }
  output { name: "Y" data_type: TYPE_FP32 dims: [-1] }
  output { name: "COUNTS" data_type: TYPE_FP32 dims: [1] reshape { shape: [] } }
  batch_input { kind: BATCH_ELEMENT_COUNT target_name: "LENGTHS" data_type: TYPE_FP32 source_input: "X" }
  batch_output { kind: BATCH_SCATTER_WITH_INPUT_SHAPE target_name: "Y" source_input: "X" }`;

describe('a model with a ragged input', { timeout: 60_000 }, () => {
  let running: RunningServer;
  before(async () => {
    const batching = 'dynamic_batching { preferred_batch_size: [2] max_queue_delay_microseconds: 30000000 }';
    running = await startServer(
      [],
      {},
      {
        'together/1/model.onnx': model,
        'together/config.pbtxt': `${config} ${batching}`,
        'alone/1/model.onnx': model,
        'alone/config.pbtxt': config,
        'fixed/1/model.onnx': onnxFile({
          inputs: { X: ['FLOAT', [-1, 4]] },
          outputs: { Y: ['FLOAT', [-1, 4]] },
          nodes: [{ op: 'Identity', inputs: ['X'], outputs: ['Y'] }],
        }),
        'fixed/config.pbtxt': `backend: "onnxruntime" max_batch_size: 4 output { name: "Y" data_type: TYPE_FP32 dims: [4] }
        input { name: "X" data_type: TYPE_FP32 dims: [4] allow_ragged_batch: true }`,
      },
    );
  });
  after(() => running.close());

  async function infer(name: string, data: readonly number[]): Promise<unknown> {
    const inputs = [{ name: 'X', shape: [1, data.length], datatype: 'FP32', data }];
    const answer: unknown = await (await running.post(`/v2/models/${name}/infer`, { inputs })).json();
    return Fields.of(answer, 'answer').list('outputs', (raw, path) => {
      const output = Fields.of(raw, path);
      return [output.text('name'), output.unknown('shape'), output.unknown('data')];
    });
  }
  const answer = (data: readonly number[]): unknown => [
    ['Y', [1, data.length], data],
    ['COUNTS', [1, 1], [data.length]],
  ];

  test('requests of different lengths run together, and each gets its own part', async () => {
    const both = await Promise.all([infer('together', [1, 2, 3]), infer('together', [4, 5])]);
    assert.deepEqual(both, [answer([1, 2, 3]), answer([4, 5])]);
    const stats: unknown = await (await fetch(`${running.url}/v2/models/together/stats`)).json();
    const [one] = Fields.of(stats, 'stats').list('model_stats', (raw, path) => Fields.of(raw, path).number('execution_count'));
    assert.equal(one, 1);
  });

  test('one by itself is told of in the same way', async () => {
    assert.deepEqual(await infer('alone', [6, 7, 8, 9]), answer([6, 7, 8, 9]));
  });

  test('the model’s input must have one variable dimension', async () => {
    const states = await running.server.status();
    assert.equal(
      states.find(({ model: name }) => name === 'fixed')?.reason,
      "Invalid argument: unable to load model 'fixed', configuration expects model provides input with shape [-1]  for ragged input 'X', model provides [-1,4]",
    );
  });
});
