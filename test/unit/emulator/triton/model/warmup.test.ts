import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Fields } from '../../../../../src/base/decode';
import { startServer, type RunningServer } from '../startServer';

const simple = readFileSync('test/fixtures/triton/repository/simple/1/model.onnx');
const strings = readFileSync('test/fixtures/triton/repository/identity_string/1/model.onnx');

/** Files of a model like `simple` that is warmed up; `tensor` stands for INPUT0 of the sample. */
function warm(name: string, tensor: string, { batch = 1, more = '' } = {}): Record<string, string | Uint8Array> {
  return {
    [`${name}/1/model.onnx`]: simple,
    [`${name}/config.pbtxt`]: `name: "${name}" backend: "onnxruntime" max_batch_size: 8
      input [{ name: "INPUT0" data_type: TYPE_INT32 dims: [16] }, { name: "INPUT1" data_type: TYPE_INT32 dims: [16] }]
      output [{ name: "OUTPUT0" data_type: TYPE_INT32 dims: [16] }, { name: "OUTPUT1" data_type: TYPE_INT32 dims: [16] }]
      model_warmup {
        name: "first" batch_size: ${batch} ${more}
        inputs { key: "INPUT0" value { ${tensor} } }
        inputs { key: "INPUT1" value { data_type: TYPE_INT32 dims: [16] random_data: true } }
      }`,
  };
}

const int32 = 'data_type: TYPE_INT32 dims: [16]';

/** What the real server says of each; the path is the repository's. */
const refused: readonly (readonly [string, Record<string, string | Uint8Array>, string])[] = [
  [
    'variable',
    warm('variable', 'data_type: TYPE_INT32 dims: [-1] zero_data: true'),
    "Invalid argument: warmup setting expects all variable-size dimensions are specified for input 'INPUT0'",
  ],
  [
    'nothing',
    warm('nothing', int32),
    "Invalid argument: [request id: <id_unknown>] warmup setting expects input 'INPUT0' to have input_data_type set",
  ],
  [
    'absent',
    warm('absent', `${int32} input_data_file: "data"`),
    'Internal: failed to open text file for read REPOSITORY/absent/warmup/data: No such file or directory',
  ],
  [
    'outside',
    warm('outside', `${int32} input_data_file: "../config.pbtxt"`),
    'Internal: failed to open text file for read REPOSITORY/outside/warmup/../config.pbtxt: No such file or directory',
  ],
  [
    'short',
    { ...warm('short', `${int32} input_data_file: "data"`), 'short/warmup/data': new Uint8Array(60) },
    'Invalid argument: [request id: <id_unknown>] warmup setting expects 64 bytes, but the data provided from dataonly has 60 bytes',
  ],
  [
    'wrong_type',
    warm('wrong_type', 'data_type: TYPE_FP32 dims: [16] zero_data: true'),
    "Invalid argument: [request id: <id_unknown>] inference input 'INPUT0' data-type is 'FP32', but model 'wrong_type' expects 'INT32'",
  ],
  [
    'no_type',
    warm('no_type', 'dims: [16] zero_data: true'),
    "Invalid argument: [request id: <id_unknown>] inference input 'INPUT0' data-type is '<invalid>', but model 'no_type' expects 'INT32'",
  ],
  [
    'huge',
    warm('huge', 'data_type: TYPE_INT32 dims: [4000000000] zero_data: true'),
    "Internal: warmup setting of input 'INPUT0' needs more memory than a request can hold",
  ],
  [
    'large',
    warm('large', `${int32} zero_data: true`, { batch: 9 }),
    `Invalid argument: failed to run warmup sample 'first': ${Array(9).fill("batch size 9 for 'large_0', max allowed is 8").join('; ')}`,
  ],
];

describe('models that are warmed up', { timeout: 60_000 }, () => {
  let running: RunningServer;
  before(async () => {
    running = await startServer(
      [],
      {},
      {
        ...warm('twice', `${int32} zero_data: true`, { batch: 4, more: 'count: 2' }),
        ...warm('skipped', `${int32} zero_data: true`, { batch: 0 }),
        ...warm('present', `${int32} zero_data: false`),
        ...warm('longer', `${int32} input_data_file: "data"`, { batch: 2 }),
        'longer/warmup/data': new Uint8Array(128),
        'texts/1/model.onnx': strings,
        'texts/config.pbtxt': `backend: "onnxruntime" instance_group { count: 1 kind: KIND_CPU }
        input { name: "INPUT0" data_type: TYPE_STRING dims: [-1] } output { name: "OUTPUT0" data_type: TYPE_STRING dims: [-1] }
        model_warmup { name: "empty" batch_size: 1 inputs { key: "INPUT0" value { data_type: TYPE_STRING dims: [3] zero_data: true } } }
        model_warmup { name: "any" batch_size: 1 inputs { key: "INPUT0" value { data_type: TYPE_STRING dims: [3] random_data: true } } }`,
        ...Object.fromEntries(refused.flatMap(([, files]) => Object.entries(files))),
      },
    );
  });
  after(() => running.close());

  async function counts(model: string): Promise<unknown> {
    const answer: unknown = await (await fetch(`${running.url}/v2/models/${model}/stats`)).json();
    const [stats] = Fields.of(answer, 'answer').list('model_stats', (raw, path) => Fields.of(raw, path));
    const batches = stats?.list('batch_stats', (raw, path) => Fields.of(raw, path).number('batch_size'));
    return [stats?.number('inference_count'), stats?.number('execution_count'), batches];
  }

  test('every instance runs every sample as often as it says, which the statistics show', async () => {
    assert.deepEqual(await counts('twice'), [16, 4, [4]]);
    assert.deepEqual(await counts('longer'), [4, 2, [2]]);
    assert.deepEqual(await counts('texts'), [2, 2, [1]]);
  });

  test('a kind of data counts by being there, as in a oneof of protobuf', async () => {
    assert.deepEqual(await counts('present'), [2, 2, [1]]);
  });

  test('a sample of batch size 0 is left out', async () => {
    assert.deepEqual(await counts('skipped'), [0, 0, []]);
  });

  test('a sample that cannot be made or run makes its model unavailable with Triton’s words', async () => {
    const states = await running.server.status();
    assert.deepEqual(
      states
        .filter(({ state }) => state !== 'READY')
        .map(({ model, reason }) => [model, reason])
        .sort(),
      refused.map(([name, , reason]) => [name, reason.replace('REPOSITORY', running.repository)]).sort(),
    );
  });
});
