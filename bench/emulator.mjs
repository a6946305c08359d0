// The emulator's Triton: what it adds to an inference, whether it answers while it infers, and how soon it is ready.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { inTurns } from './support/turns.mjs';

/** A small network of much arithmetic, 214 KB, where it is at hand; else the sample's. */
const light = '../shared/data/bench-only/light_densenet121.onnx';
const file = existsSync(light) ? light : 'samples/single-model/models/model_1/1/model.onnx';
const shape = [1, 3, 224, 224];
const picture = Float32Array.from({ length: 150_528 }, (_, at) => ((at * 7919) % 256) / 255);

export async function rows() {
  const repository = await mkdtemp(join(tmpdir(), 'triton-bench-'));
  await mkdir(join(repository, 'model_1', '1'), { recursive: true });
  await cp(file, join(repository, 'model_1', '1', 'model.onnx'));
  try {
    const started = await ready(repository);
    const server = await serve(repository);
    const bare = await bareWorker();
    try {
      return [await overhead(server, bare), await healthWhileInferring(server), started];
    } finally {
      await bare.close();
      await server.close();
    }
  } finally {
    await rm(repository, { recursive: true, force: true });
  }
}

/** D1: one client, binary in and out, against nothing but session.run() in a thread of this process. */
async function overhead(server, bare) {
  const { peer, ours } = await inTurns({ peer: bare.run, ours: server.infer }, { rounds: 40, warmup: 5 });
  const ratio = peer.min / ours.min;
  return {
    id: 'D1',
    what: 'binary inference of [1, 3, 224, 224], 1 client, share of the bare throughput',
    peer: `${peer.median.toFixed(1)} (${peer.min.toFixed(1)}) ms, bare run() in a worker`,
    ours: `${ours.median.toFixed(1)} (${ours.min.toFixed(1)}) ms`,
    ratio,
    goal: '≥ 0.95 ×',
    met: ratio >= 0.95,
  };
}

/** D2: 99th percentile of health while one client infers without a pause. The peer is the same server left alone. */
async function healthWhileInferring(server) {
  const idle = await percentile(300, server.health);
  let busy = true;
  const load = (async () => {
    while (busy) await server.infer();
  })();
  const loaded = await percentile(300, server.health);
  busy = false;
  await load;
  return {
    id: 'D2',
    what: 'health, 99th percentile, while inferring',
    peer: `${idle.toFixed(1)} ms, idle`,
    ours: `${loaded.toFixed(1)} ms`,
    ratio: loaded / idle,
    goal: '≤ 15 ms',
    met: loaded <= 15,
  };
}

/** D3: from the start of a thread to the model's readiness, as the server's log tells; the peer is the same in a bare worker. */
async function ready(repository) {
  const ours = [];
  const peer = [];
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    const bare = await bareWorker();
    peer.push(performance.now() - begin);
    await bare.close();
    const server = await serve(repository);
    ours.push(server.loadMilliseconds);
    await server.close();
  }
  const least = (numbers) => Math.min(...numbers);
  return {
    id: 'D3',
    what: 'model ready (native), from LOADING to READY',
    peer: `${least(peer).toFixed(0)} ms, bare worker with require and create()`,
    ours: `${least(ours).toFixed(0)} ms`,
    ratio: least(ours) / least(peer),
    goal: '≤ 500 ms',
    met: least(ours) <= 500,
  };
}

async function percentile(count, ask) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    await ask();
    times.push(performance.now() - begin);
    await new Promise((done) => setTimeout(done, 5));
  }
  return times.sort((a, b) => a - b)[Math.floor(count * 0.99)];
}

async function serve(repository) {
  const child = spawn(process.execPath, ['dist/emulator.js', 'serve', repository, '--json', '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const times = [];
  child.stderr.on('data', (piece) => times.push(...piece.toString().matchAll(/ (\d\d):(\d\d):([\d.]+) .*"(loading|successfully loaded)/g)));
  const [line] = await new Promise((done) => createInterface({ input: child.stdout }).once('line', (text) => done([text])));
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const { url } = JSON.parse(line);
  const body = message();
  const moments = times.map(([, hours, minutes, seconds]) => (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
  return {
    loadMilliseconds: (moments.at(-1) ?? Number.NaN) - (moments[0] ?? Number.NaN),
    health: () => send(agent, `${url}/v2/health/live`, 'GET'),
    infer: () => send(agent, `${url}/v2/models/model_1/infer`, 'POST', body),
    close: async () => {
      agent.destroy();
      child.stdin.end();
      await new Promise((done) => child.once('close', done));
    },
  };
}

/** The header ends on a multiple of 8, as our client pads it, so that the tensor is used where it lies. */
function message() {
  const json = JSON.stringify({
    inputs: [{ name: 'data_0', shape, datatype: 'FP32', parameters: { binary_data_size: picture.byteLength } }],
    parameters: { binary_data_output: true },
  });
  const head = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  return {
    headers: { 'Inference-Header-Content-Length': head.length, 'Content-Length': head.length + picture.byteLength },
    bytes: Buffer.concat([head, Buffer.from(picture.buffer)]),
  };
}

function send(agent, url, method, body) {
  return new Promise((done, failed) => {
    const request = httpRequest(url, { agent, method, headers: body?.headers }, (response) => {
      response.resume();
      response.on('end', () => (response.statusCode === 200 ? done() : failed(new Error(`${url}: ${response.statusCode}`))));
    });
    request.on('error', failed);
    request.end(body?.bytes);
  });
}

/** ONNX Runtime in a thread, and nothing else. */
async function bareWorker() {
  const code = `
    const { parentPort, workerData: { file, shape } } = require('node:worker_threads');
    delete globalThis.Float16Array;
    const { InferenceSession, Tensor } = require(${JSON.stringify(resolve('node_modules/onnxruntime-node'))});
    InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 }).then((session) => {
      parentPort.on('message', async (data) => {
        const { fc6_1 } = await session.run({ data_0: new Tensor('float32', data, shape) });
        parentPort.postMessage(fc6_1.data);
      });
      parentPort.postMessage('ready');
    });`;
  const worker = new Worker(code, { eval: true, workerData: { file: resolve(file), shape } });
  const answer = () =>
    new Promise((done, failed) => {
      worker.removeAllListeners();
      worker.once('message', done).once('error', failed);
    });
  await answer();
  return {
    run: () => {
      worker.postMessage(picture);
      return answer();
    },
    close: () => worker.terminate(),
  };
}
