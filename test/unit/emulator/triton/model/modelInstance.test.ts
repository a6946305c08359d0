import assert from 'node:assert/strict';
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { ModelInstance } from '../../../../../src/emulator/triton/model/modelInstance';
import { ModelStatistics } from '../../../../../src/emulator/triton/model/modelStatistics';
import { readRagged } from '../../../../../src/emulator/triton/model/raggedBatch';
import { readWarmup, warmUp } from '../../../../../src/emulator/triton/model/warmup';
import { pollModel } from '../../../../../src/emulator/triton/repository/pollModel';
import { TritonError } from '../../../../../src/emulator/triton/tritonError';
import type { WireTensor } from '../../../../../src/emulator/triton/model/inferenceRequest';

const file = resolve('test/fixtures/triton/repository/identity_string/1/model.onnx');
const never = new AbortController().signal;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triton-instance-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** A process in place of the model worker. */
async function script(text: string): Promise<string> {
  const path = join(folder, `${Math.random()}.cjs`);
  await writeFile(path, text);
  return path;
}

const endedWith =
  (words: RegExp) =>
  (error: unknown): boolean =>
    error instanceof TritonError && words.test(error.text);

test('tensors of many megabytes and of many parts come back as they went', { timeout: 60_000 }, async () => {
  const instance = await ModelInstance.start(resolve('dist/modelWorker.js'), { file, threads: 1 }, never);
  try {
    for (const lengths of [[0, 1, 7], [3_000_000], Array.from({ length: 1000 }, (_, index) => index % 13)]) {
      const elements = lengths.map((length) => Buffer.alloc(length, 'x'));
      const bytes = Buffer.concat(elements.flatMap((element) => [Buffer.from(Uint32Array.of(element.length).buffer), element]));
      const tensor: WireTensor = { name: 'INPUT0', datatype: 'BYTES', shape: [lengths.length], bytes };
      const { outputs, times } = await instance.run([tensor], ['OUTPUT0']);
      assert.ok(Buffer.from(outputs[0]?.bytes ?? []).equals(bytes), `${bytes.byteLength} bytes`);
      assert.deepEqual([outputs[0]?.name, outputs[0]?.shape], ['OUTPUT0', [lengths.length]]);
      assert.ok(times.inferEnd >= times.inferStart);
    }
  } finally {
    await instance.close();
  }
});

test('a load that does not end is ended by the signal', { timeout: 60_000 }, async () => {
  const ending = new AbortController();
  const stuck = ModelInstance.start(await script('setInterval(() => undefined, 1000)'), { file, threads: 1 }, ending.signal);
  ending.abort();
  await assert.rejects(stuck, endedWith(/ended with/));
  const late = ModelInstance.start(await script('setInterval(() => undefined, 1000)'), { file, threads: 1 }, ending.signal);
  await assert.rejects(late, endedWith(/ended with/));
});

test('a warm-up that does not end is ended by the signal, and its process with it', { timeout: 60_000 }, async () => {
  const ending = new AbortController();
  const { signal } = ending;
  const instance = await ModelInstance.start(resolve('dist/modelWorker.js'), { file, threads: 1 }, signal);
  const model = join(folder, 'identity_string');
  await cp('test/fixtures/triton/repository/identity_string', model, { recursive: true });
  const sample = 'key: "INPUT0" value { data_type: TYPE_STRING dims: [1] zero_data: true }';
  await appendFile(join(model, 'config.pbtxt'), `\nmodel_warmup { name: "w" batch_size: 1 count: 4000000000 inputs { ${sample} } }`);
  const { message, config } = await pollModel(model, 'identity_string');
  const statistics = new ModelStatistics();
  const samples = await readWarmup(message, model);
  const warming = warmUp(instance, samples, { config, statistics, ragged: readRagged(message), instance: 'first', signal });
  const ended = assert.rejects(warming, endedWith(/^failed to run warmup sample 'w': /));
  while (statistics.counters.executions < 10) {
    await new Promise((done) => setTimeout(done, 5));
  }
  ending.abort();
  await ended;
  await instance.close();
  assert.ok(instance.hasEnded);
  await assert.rejects(warmUp(instance, samples, { config, statistics, ragged: readRagged(message), instance: 'first', signal }));
});

test('a process that ends by itself says how', { timeout: 60_000 }, async () => {
  const leaving = ModelInstance.start(await script('process.exit(7)'), { file, threads: 1 }, never);
  await assert.rejects(leaving, endedWith(/ended with status 7$/));
});

test('closing ends what runs', { timeout: 60_000 }, async () => {
  const instance = await ModelInstance.start(resolve('dist/modelWorker.js'), { file, threads: 1 }, never);
  const bytes = new Uint8Array(8);
  const running = instance.run([{ name: 'INPUT0', datatype: 'BYTES', shape: [2], bytes }], ['OUTPUT0']);
  const rejected = assert.rejects(running, endedWith(/ended with/));
  await instance.close();
  await rejected;
  assert.ok(instance.hasEnded);
  await assert.rejects(instance.run([], ['OUTPUT0']), endedWith(/ended with/));
});
