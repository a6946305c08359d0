import assert from 'node:assert/strict';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Fields } from '../../../../src/base/decode';
import { startServer, type RunningServer } from './startServer';

async function outputsOf(response: Response): Promise<unknown> {
  return (await json(response)).unknown('outputs');
}

async function json(response: Response): Promise<Fields> {
  return Fields.of(await response.json(), 'answer');
}

/** `[inference_count, execution_count]` of the first version in an answer of the statistics. */
async function counts(response: Response): Promise<number[] | undefined> {
  const versions = (await json(response)).list('model_stats', (raw, path) => Fields.of(raw, path));
  return versions.map((one) => [one.number('inference_count'), one.number('execution_count')])[0];
}

const ones = Array.from({ length: 16 }, () => 1);
const simpleInputs = (rows = 1): unknown => ({
  inputs: ['INPUT0', 'INPUT1'].map((name) => ({
    name,
    shape: [rows, 16],
    datatype: 'INT32',
    data: Array.from({ length: rows }, () => ones),
  })),
});
const slow = (rounds: number): unknown => ({ inputs: [{ name: 'ROUNDS', shape: [1, 1], datatype: 'FP32', data: [rounds] }] });

describe('a server on a repository with a broken model', () => {
  let running: RunningServer;
  before(async () => {
    running = await startServer(['simple', 'broken_start', 'broken_config', 'pair', 'identity_bf16', 'identity_string', 'reshaped']);
  });
  after(() => running.close());

  test('serves what can be served and tells why the rest is not', async () => {
    const states = await running.server.status();
    assert.deepEqual(
      states.filter((one) => one.state !== 'READY').map((one) => [one.model, one.version, one.reason !== '']),
      [
        ['broken_config', undefined, true],
        ['broken_start', 1, true],
      ],
    );
    assert.equal((await fetch(`${running.url}/v2/health/live`)).status, 200);
    assert.equal((await fetch(`${running.url}/v2/health/ready`)).status, 400);
    assert.equal((await fetch(`${running.url}/v2/models/simple/ready`)).status, 200);
    assert.equal((await fetch(`${running.url}/v2/models/broken_start/ready`)).status, 400);
  });

  test('writes a log in the shape of Triton’s', () => {
    assert.ok(
      running.lines.every((line) => /^[IWE]\d{4} \d\d:\d\d:\d\d\.\d{6} \d+ emulator:[a-z_]+\] ".*"$/.test(line)),
      running.lines.join('\n'),
    );
    assert.ok(running.lines.some((line) => line.startsWith('E') && line.includes("failed to load 'broken_start' version 1: Internal: ")));
  });

  test('computes, with and without batches', async () => {
    const answer = await json(await running.post('/v2/models/simple/infer', simpleInputs(2)));
    assert.deepEqual(answer.unknown('outputs'), [
      { name: 'OUTPUT0', datatype: 'INT32', shape: [2, 16], data: [...ones, ...ones].map((one) => one + 1) },
      { name: 'OUTPUT1', datatype: 'INT32', shape: [2, 16], data: [...ones, ...ones].map(() => 0) },
    ]);
  });

  test('an ensemble computes through its steps', async () => {
    const inputs = ['A', 'B'].map((name) => ({ name, shape: [1, 16], datatype: 'INT32', data: ones }));
    const outputs = await outputsOf(await running.post('/v2/models/pair/infer', { inputs }));
    assert.deepEqual(outputs, [{ name: 'SUM', datatype: 'INT32', shape: [1, 16], data: ones.map(() => 2) }]);
  });

  test('a client sees dims, the model the reshape: 2 by 2 is transposed', async () => {
    const inputs = [{ name: 'INPUT0', shape: [1, 4], datatype: 'FP32', data: [1, 2, 3, 4] }];
    const outputs = await outputsOf(await running.post('/v2/models/reshaped/infer', { inputs }));
    assert.deepEqual(outputs, [{ name: 'OUTPUT0', datatype: 'FP32', shape: [1, 4], data: [1, 3, 2, 4] }]);
  });

  test('BF16 goes through unchanged, bit by bit', async () => {
    const bits = Uint16Array.of(0, 0x8000, 0x3f80, 0x7f80, 0xff80, 0x0001, 0x7f7f);
    const head = JSON.stringify({
      inputs: [{ name: 'INPUT0', shape: [bits.length], datatype: 'BF16', parameters: { binary_data_size: bits.byteLength } }],
      outputs: [{ name: 'OUTPUT0', parameters: { binary_data: true } }],
    });
    const body = Buffer.concat([Buffer.from(head), new Uint8Array(bits.buffer)]);
    const headers = { 'Inference-Header-Content-Length': String(head.length), 'Accept-Encoding': 'identity' };
    const response = await fetch(`${running.url}/v2/models/identity_bf16/infer`, { method: 'POST', body, headers });
    const answer = Buffer.from(await response.arrayBuffer());
    const headerLength = Number(response.headers.get('Inference-Header-Content-Length'));
    assert.deepEqual(answer.subarray(headerLength), Buffer.from(bits.buffer));
  });

  test('strings keep every byte, NUL and bytes that are no UTF-8 too', async () => {
    const elements = [Buffer.from('plain'), Buffer.from([0xff, 0x00, 0x61]), Buffer.from('é')];
    const packed = Buffer.concat(elements.flatMap((element) => [Buffer.from(Uint32Array.of(element.length).buffer), element]));
    const head = JSON.stringify({
      inputs: [{ name: 'INPUT0', shape: [3], datatype: 'BYTES', parameters: { binary_data_size: packed.length } }],
      outputs: [{ name: 'OUTPUT0', parameters: { binary_data: true } }],
    });
    const headers = { 'Inference-Header-Content-Length': String(head.length), 'Accept-Encoding': 'identity' };
    const response = await fetch(`${running.url}/v2/models/identity_string/infer`, {
      method: 'POST',
      body: Buffer.concat([Buffer.from(head), packed]),
      headers,
    });
    const answer = Buffer.from(await response.arrayBuffer());
    assert.deepEqual(answer.subarray(Number(response.headers.get('Inference-Header-Content-Length'))), packed);
  });

  test('a client that goes away in the middle of its body harms nobody', async () => {
    const gone = new AbortController();
    const stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue(Buffer.from('{"inputs":'));
        setTimeout(() => {
          gone.abort();
        }, 50);
      },
    });
    const request = { method: 'POST', body: stream, duplex: 'half', signal: gone.signal } as const;
    await assert.rejects(fetch(`${running.url}/v2/models/simple/infer`, request));
    assert.equal((await running.post('/v2/models/simple/infer', simpleInputs())).status, 200);
  });

  test('loading is not allowed in mode none', async () => {
    const response = await running.post('/v2/repository/models/simple/load', '');
    assert.equal(response.status, 503);
  });

  test('metrics count what was done', () => {
    const text = running.server.metrics();
    assert.match(text, /^nv_inference_request_success\{model="simple",version="1"\} [1-9]/m);
    assert.match(text, /^nv_inference_request_failure\{model="simple",reason="BACKEND",version="1"\} 0$/m);
  });
});

describe('a model that takes its time', () => {
  let running: RunningServer;
  before(async () => {
    running = await startServer(['slow', 'batched', 'failing']);
  });
  after(() => running.close());

  test('does not keep the server from answering', async () => {
    const order: string[] = [];
    const inference = running.post('/v2/models/slow/infer', slow(20_000)).then(({ status }) => order.push(`inference ${status}`));
    for (let i = 0; i < 20; i += 1) {
      await fetch(`${running.url}/v2/health/live`);
      order.push('health');
    }
    await inference;
    assert.equal(order.indexOf('inference 200'), 20);
  });

  test('requests wait in a queue of two, and the next is refused', async () => {
    const first = running.post('/v2/models/slow/infer', slow(20_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const statuses = (await Promise.all([1, 2, 3].map(() => running.post('/v2/models/slow/infer', slow(1))))).map((one) => one.status);
    assert.deepEqual(statuses.sort(), [200, 200, 503]);
    assert.equal((await first).status, 200);
  });

  test('requests that come together run together', async () => {
    const one = { inputs: [{ name: 'INPUT0', shape: [1, 4], datatype: 'FP32', data: [0, 0, 0, 0] }] };
    const answers = await Promise.all([1, 2, 3, 4].map(async () => json(await running.post('/v2/models/batched/infer', one))));
    assert.deepEqual(
      answers.map((answer) => answer.unknown('outputs')),
      answers.map(() => [{ name: 'BATCH', datatype: 'INT32', shape: [1, 1], data: [4] }]),
    );
    assert.deepEqual(await counts(await fetch(`${running.url}/v2/models/batched/stats`)), [4, 1]);
  });

  test('a model that fails while it runs fails that request only', async () => {
    const ask = (index: number): Promise<Response> =>
      running.post('/v2/models/failing/infer', { inputs: [{ name: 'INDEX', shape: [1], datatype: 'INT64', data: [index] }] });
    assert.equal((await ask(9)).status, 500);
    assert.equal((await ask(1)).status, 200);
  });
});

describe('explicit control', () => {
  let running: RunningServer;
  before(async () => {
    running = await startServer(['versions', 'simple', 'pair', 'broken_start'], { controlMode: 'explicit', loadModels: ['versions'] });
  });
  after(() => running.close());
  const load = (model: string, body: unknown = ''): Promise<Response> => running.post(`/v2/repository/models/${model}/load`, body);
  const unload = (model: string, body: unknown = ''): Promise<Response> => running.post(`/v2/repository/models/${model}/unload`, body);
  const isReady = async (path: string): Promise<boolean> => (await fetch(`${running.url}/v2/models/${path}/ready`)).ok;

  test('loads the named models only', async () => {
    assert.deepEqual(
      [await isReady('versions/versions/1'), await isReady('versions/versions/3'), await isReady('simple')],
      [true, true, false],
    );
  });

  test('an ensemble brings its steps, and unload_dependents takes them away', async () => {
    assert.equal((await load('pair')).status, 200);
    assert.equal(await isReady('simple'), true);
    await unload('pair', { parameters: { unload_dependents: true } });
    assert.deepEqual([await isReady('pair'), await isReady('simple')], [false, false]);
  });

  test('of an unload request that is no JSON nothing is taken, and of a load request everything', async () => {
    assert.equal((await unload('nothing', 'no JSON')).status, 200);
    assert.equal((await load('nothing', 'no JSON')).status, 500);
  });

  test('a policy that leaves no version is refused, and what was served stays', async () => {
    const config = JSON.stringify({ platform: 'onnxruntime_onnx', version_policy: { specific: { versions: [2] } } });
    const response = await load('versions', { parameters: { config } });
    const reason = "load failed for model 'versions': at least one version must be available under the version policy of model 'versions'";
    assert.deepEqual([response.status, await response.json()], [400, { error: `${reason}\n` }]);
    assert.equal(await isReady('versions/versions/3'), true);
  });

  test('a model that cannot be loaded is told with its reason', async () => {
    const response = await load('broken_start');
    assert.equal(response.status, 400);
    assert.match(await response.text(), /load failed for model 'broken_start': version 1 is at UNAVAILABLE state: Internal: /);
  });

  test('loads again only what has changed on disk', async () => {
    const executions = async (): Promise<unknown> => (await counts(await fetch(`${running.url}/v2/models/versions/versions/3/stats`)))?.[1];
    await running.post('/v2/models/versions/infer', { inputs: [{ name: 'INPUT0', shape: [2, 1], datatype: 'FP32', data: [1, 2] }] });
    assert.equal(await executions(), 1);
    await load('versions');
    assert.equal(await executions(), 1);
    await utimes(join(running.repository, 'versions', '3', 'model.onnx'), new Date(), new Date(Date.now() + 5000));
    await load('versions');
    assert.equal(await executions(), 0);
  });

  test('a configuration that went bad leaves the model serving', async () => {
    const config = join(running.repository, 'versions', 'config.pbtxt');
    await writeFile(config, 'max_batch_size: -1');
    const response = await load('versions');
    assert.equal(response.status, 500);
    assert.equal(await response.text(), `{"error":"failed to load 'versions', failed to poll from model repository"}`);
    assert.equal(await isReady('versions'), true);
    await rm(config);
  });

  test('files outside the model’s folder are refused, and what was written of the others is gone', async () => {
    const folders = async (): Promise<number> => (await readdir(tmpdir())).filter((it) => it.startsWith('triton-azureml-model-')).length;
    const before = await folders();
    const files = { 'file:1/model.onnx': 'AA==', 'file:../../x': 'AA==' };
    const response = await load('versions', { parameters: { config: '{"backend":"onnxruntime"}', ...files } });
    assert.equal(response.status, 500);
    assert.equal(await folders(), before);
  });

  test('a label file outside the model’s folder is not read', async () => {
    await writeFile(join(running.repository, 'labels.txt'), 'secret\n');
    const outputs = [{ name: 'OUTPUT0', data_type: 'TYPE_INT32', dims: [16], label_filename: '../labels.txt' }];
    const inputs = ['INPUT0', 'INPUT1'].map((name) => ({ name, data_type: 'TYPE_INT32', dims: [16] }));
    const other = { name: 'OUTPUT1', data_type: 'TYPE_INT32', dims: [16] };
    const config = JSON.stringify({ backend: 'onnxruntime', max_batch_size: 8, input: inputs, output: [...outputs, other] });
    const response = await load('simple', { parameters: { config } });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /is outside model directory/);
  });

  test('requests under way are answered while their model is unloaded', async () => {
    assert.equal((await load('simple')).status, 200);
    const answers = Array.from({ length: 5 }, () => running.post('/v2/models/simple/infer', simpleInputs()));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await unload('simple');
    assert.ok((await Promise.all(answers)).every((answer) => answer.status === 200 || answer.status === 404));
    assert.equal((await running.post('/v2/models/simple/infer', simpleInputs())).status, 404);
  });
});

describe('long JSON', () => {
  let running: RunningServer;
  before(async () => {
    running = await startServer(['identity_fp32']);
  });
  after(() => running.close());

  const infer = (data: string, count: number): Promise<Response> =>
    running.post('/v2/models/identity_fp32/infer', `{"inputs":[{"name":"INPUT0","shape":[${count}],"datatype":"FP32","data":${data}}]}`);

  test('is read and written as short JSON is', async () => {
    const numbers = Array.from({ length: 100_000 }, (_, at) => at / 4);
    const response = await infer(JSON.stringify(numbers), numbers.length);
    const { outputs } = (await response.json()) as { readonly outputs: readonly { readonly data: readonly number[] }[] };
    assert.deepEqual(outputs[0]?.data, numbers);
    const refused = await infer(JSON.stringify(numbers), 7);
    assert.equal(refused.status, 500);
    assert.equal(await refused.text(), '{"error":"Unable to parse \'data\': Shape does not match true shape of \'data\' field"}');
  });

  test('of 10,000 levels is read, and of more than anybody has room for refused', async () => {
    assert.equal((await infer(`${'['.repeat(10_000)}1${']'.repeat(10_000)}`, 1)).status, 200);
    const refused = await infer(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`, 1);
    assert.equal(refused.status, 400);
    assert.equal(await refused.text(), '{"error":"the request JSON has more than 20000 levels"}');
  });
});
