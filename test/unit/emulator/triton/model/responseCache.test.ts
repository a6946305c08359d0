import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Fields } from '../../../../../src/base/decode';
import type { InferenceResult } from '../../../../../src/emulator/triton/model/inferenceRequest';
import { ResponseCache } from '../../../../../src/emulator/triton/model/responseCache';
import { startServer, type RunningServer } from '../startServer';

const result = (size: number): InferenceResult => ({
  outputs: [{ name: 'Y', datatype: 'UINT8', shape: [size], bytes: new Uint8Array(size) }],
});

test('the answer that was not used for longest makes room', () => {
  const cache = new ResponseCache(25_000);
  cache.put('a', result(10_000));
  cache.put('b', result(10_000));
  assert.ok(cache.get('a'));
  cache.put('c', result(10_000));
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => cache.get(key) !== undefined),
    [true, false, true],
  );
});

test('an answer that would not fit is not kept and drives nothing out', () => {
  const cache = new ResponseCache(15_000);
  cache.put('a', result(10_000));
  cache.put('b', result(15_000));
  assert.deepEqual(
    ['a', 'b'].map((key) => cache.get(key) !== undefined),
    [true, false],
  );
});

test('what small answers take beside their bytes counts too', () => {
  const cache = new ResponseCache(1 << 20);
  const keys = Array.from({ length: 20_000 }, (_, index) => `key ${index}`);
  for (const key of keys) {
    cache.put(key, result(4));
  }
  const kept = keys.filter((key) => cache.get(key) !== undefined);
  assert.ok(kept.length > 100 && kept.length * 500 < 1 << 20, `${kept.length} answers`);
  assert.deepEqual(kept, keys.slice(-kept.length));
});

test('an answer that is asked for, or given again, in the midst of others is the last to go', () => {
  const cache = new ResponseCache(45_000);
  for (const key of ['a', 'b', 'c', 'd']) {
    cache.put(key, result(10_000));
  }
  cache.get('b');
  cache.get('d');
  cache.put('a', result(10_000));
  cache.put('e', result(20_000));
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((key) => cache.get(key) !== undefined),
    [true, false, false, true, true],
  );
});

const files = {
  'cached/1/model.onnx': readFileSync('test/fixtures/triton/repository/simple/1/model.onnx'),
  'cached/config.pbtxt': `backend: "onnxruntime" max_batch_size: 8 response_cache { enable: true }
    input [{ name: "INPUT0" data_type: TYPE_INT32 dims: [16] }, { name: "INPUT1" data_type: TYPE_INT32 dims: [16] }]
    output [{ name: "OUTPUT0" data_type: TYPE_INT32 dims: [16] }, { name: "OUTPUT1" data_type: TYPE_INT32 dims: [16] }]`,
};

const asking = (value: number, id: string, names = ['INPUT0', 'INPUT1'], outputs?: readonly string[]): unknown => ({
  id,
  inputs: names.map((name) => ({ name, shape: [1, 16], datatype: 'INT32', data: Array<number>(16).fill(value) })),
  ...(outputs === undefined ? {} : { outputs: outputs.map((name) => ({ name })) }),
});

describe('a model with a response cache', { timeout: 60_000 }, () => {
  let running: RunningServer;
  before(async () => {
    running = await startServer(['simple'], { cacheBytes: 1 << 20 }, files);
  });
  after(() => running.close());

  test('equal inputs are computed once, whatever their order and the id; hits count as requests and not as inferences', async () => {
    const answers: Fields[] = [];
    for (const body of [asking(1, 'a'), asking(1, 'b'), asking(1, 'c', ['INPUT1', 'INPUT0']), asking(2, 'd')]) {
      answers.push(Fields.of(await (await running.post('/v2/models/cached/infer', body)).json(), 'answer'));
    }
    assert.deepEqual(
      answers.map((answer) => answer.text('id')),
      ['a', 'b', 'c', 'd'],
    );
    const [first, second, third, other] = answers.map((answer) => JSON.stringify(answer.unknown('outputs')));
    assert.deepEqual([second, third], [first, first]);
    assert.notEqual(other, first);
    assert.deepEqual(await counts(), { inferences: 2, success: 4, queue: 4, infer: 2, hit: 2, miss: 2 });
    const metrics = running.server.metrics();
    assert.match(metrics, /^nv_cache_num_hits_per_model\{model="cached",version="1"\} 2$/m);
    assert.match(metrics, /^nv_cache_num_misses_per_model\{model="cached",version="1"\} 2$/m);
    assert.doesNotMatch(metrics, /^nv_cache_\w+\{model="simple"/m);
  });

  test('as in Triton, other outputs of the same inputs are those of the first answer', async () => {
    await running.post('/v2/models/cached/infer', asking(7, '', undefined, ['OUTPUT0']));
    const answer = Fields.of(await (await running.post('/v2/models/cached/infer', asking(7, ''))).json(), 'answer');
    assert.deepEqual(
      answer.list('outputs', (raw, path) => Fields.of(raw, path).text('name')),
      ['OUTPUT0'],
    );
  });

  async function counts(): Promise<Record<string, number | undefined>> {
    const answer: unknown = await (await fetch(`${running.url}/v2/models/cached/stats`)).json();
    const [stats] = Fields.of(answer, 'answer').list('model_stats', (raw, path) => Fields.of(raw, path));
    const of = (name: string): number | undefined => stats?.fields('inference_stats').fields(name).number('count');
    return {
      inferences: stats?.number('inference_count'),
      success: of('success'),
      queue: of('queue'),
      infer: of('compute_infer'),
      hit: of('cache_hit'),
      miss: of('cache_miss'),
    };
  }
});

test('without a cache on the server the configuration changes nothing', { timeout: 60_000 }, async () => {
  const running = await startServer([], {}, files);
  try {
    await running.post('/v2/models/cached/infer', asking(1, ''));
    await running.post('/v2/models/cached/infer', asking(1, ''));
    assert.match(running.server.metrics(), /^nv_inference_count\{model="cached",version="1"\} 2$/m);
    assert.doesNotMatch(running.server.metrics(), /^nv_cache_num_hits_per_model\{/m);
  } finally {
    await running.close();
  }
});
