import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Fields } from '../../../../../src/base/decode';
import { onnxFile } from '../onnxFile';
import { startServer, type RunningServer } from '../startServer';

const LEAST = -(2 ** 31);

/** The quotient of two constants, which ONNX Runtime computes while it loads the file: the processor traps on this one. */
const trapsAtLoad = onnxFile({
  inputs: { X: ['INT32', [1]] },
  outputs: { Y: ['INT32', [1]] },
  nodes: [
    { op: 'Div', inputs: ['a', 'b'], outputs: ['c'] },
    { op: 'Add', inputs: ['X', 'c'], outputs: ['Y'] },
  ],
  constants: { a: Int32Array.of(LEAST), b: Int32Array.of(-1) },
});
const quotient = onnxFile({
  inputs: { A: ['INT32', [1]], B: ['INT32', [1]] },
  outputs: { Y: ['INT32', [1]] },
  nodes: [{ op: 'Div', inputs: ['A', 'B'], outputs: ['Y'] }],
});
const asLargeAsAsked = onnxFile({
  inputs: { SHAPE: ['INT64', [1]] },
  outputs: { Y: ['FLOAT', [-1]] },
  nodes: [{ op: 'ConstantOfShape', inputs: ['SHAPE'], outputs: ['Y'] }],
});

const divide = (a: number, b: number): unknown => ({
  inputs: [
    { name: 'A', shape: [1], datatype: 'INT32', data: [a] },
    { name: 'B', shape: [1], datatype: 'INT32', data: [b] },
  ],
});
const oneInstance = 'instance_group { count: 1 kind: KIND_CPU }';

async function valueOf(response: Response): Promise<unknown> {
  const [output] = Fields.of(await response.json(), 'answer').list('outputs', (raw, path) => Fields.of(raw, path));
  return output?.unknown('data');
}

async function errorOf(response: Response): Promise<string> {
  return Fields.of(await response.json(), 'answer').text('error');
}

describe('models that are too much for ONNX Runtime', { timeout: 60_000 }, () => {
  let running: RunningServer;
  before(async () => {
    running = await startServer(
      [],
      {},
      {
        'traps_at_load/1/model.onnx': trapsAtLoad,
        'quotient/1/model.onnx': quotient,
        'quotient/config.pbtxt': oneInstance,
        'gone/1/model.onnx': quotient,
        'gone/config.pbtxt': oneInstance,
        'large/1/model.onnx': asLargeAsAsked,
      },
    );
  });
  after(() => running.close());

  test('a file that ends the runtime’s loader makes its model unavailable, says why, and disturbs no other', async () => {
    const states = await running.server.status();
    const broken = states.find(({ model }) => model === 'traps_at_load');
    assert.equal(broken?.state, 'UNAVAILABLE');
    assert.match(broken.reason, /^Internal: onnx runtime error: .*ended with/);
    assert.deepEqual(states.filter(({ state }) => state === 'READY').length, 3);
    assert.ok(running.lines.some((line) => line.startsWith('E') && line.includes("failed to load 'traps_at_load'")));
  });

  test('a request that ends the runtime gets an error in words, those behind it their answers', async () => {
    const post = (a: number, b: number): Promise<Response> => running.post('/v2/models/quotient/infer', divide(a, b));
    const [first, trapped, behind] = await Promise.all([post(6, 3), post(LEAST, -1), post(8, 2)]);
    assert.equal(trapped.status, 500);
    assert.match(await errorOf(trapped), /ended with/);
    assert.deepEqual([await valueOf(first), await valueOf(behind)], [[2], [4]]);
    assert.deepEqual(await valueOf(await post(9, 3)), [3]);
    assert.ok(running.lines.some((line) => line.startsWith('W') && line.includes('ended by itself')));
  });

  test('a model that cannot be started again refuses what waits for it', async () => {
    const post = (a: number, b: number): Promise<Response> => running.post('/v2/models/gone/infer', divide(a, b));
    await rm(join(running.repository, 'gone', '1'), { recursive: true });
    const [trapped, behind] = await Promise.all([post(LEAST, -1), post(8, 2)]);
    assert.deepEqual([trapped.status, behind.status], [500, 500]);
    assert.equal((await post(8, 2)).status, 500);
  });

  test('a model that asks for more memory than there is fails in words and goes on', async () => {
    const post = (elements: number): Promise<Response> =>
      running.post('/v2/models/large/infer', { inputs: [{ name: 'SHAPE', shape: [1], datatype: 'INT64', data: [elements] }] });
    const refused = await post(1e15);
    assert.equal(refused.status, 500);
    assert.match(await errorOf(refused), /^onnx runtime error: /);
    assert.deepEqual(await valueOf(await post(3)), [0, 0, 0]);
  });
});
