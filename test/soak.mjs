// Hostile load on the Triton server for some minutes: whether it lives, how much memory it takes, how soon it says that it is well.
//
//   node test/soak.mjs [MINUTES] [SEED]
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { Client } from './fuzz/triton/exchange.mjs';
import { generator } from './fuzz/triton/random.mjs';
import { bytesOf, randomRequest } from './fuzz/triton/requests.mjs';

const [minutes = '10', seed = '1'] = process.argv.slice(2);
const until = Date.now() + Number(minutes) * 60_000;
const dice = generator(seed);

const repository = mkdtempSync(path.join(tmpdir(), 'soak-'));
cpSync('test/fixtures/triton/repository', repository, { recursive: true });
const server = spawn(process.execPath, ['dist/emulator.js', 'serve', repository, '--json', '--exit-with-parent'], {
  stdio: ['pipe', 'pipe', 'ignore'],
});
process.on('exit', () => {
  server.kill();
  rmSync(repository, { recursive: true, force: true });
});
let ended;
server.once('exit', (code, signal) => (ended = signal ?? code));
const [line] = await new Promise((resolve) => createInterface({ input: server.stdout }).once('line', (text) => resolve([text])));
const { url } = JSON.parse(line);
const port = Number(new URL(url).port);

const counts = new Map();
const sockets = new Set();
/** A connection that sends what it is given and is then left to itself for so many milliseconds. */
function left(milliseconds, ...pieces) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      resolve();
    });
    for (const piece of pieces) socket.write(piece);
    setTimeout(() => socket.destroy(), milliseconds);
  });
}

const head = (more) => `POST /v2/models/identity_fp32/infer HTTP/1.1\r\nHost: localhost\r\n${more}\r\n\r\n`;
const json = (data) => Buffer.from(`{"inputs":[{"name":"INPUT0","shape":[${data.length}],"datatype":"FP32","data":[${data.join()}]}]}`);
const long = json(new Array(4_000_000).fill('1.2345678'));
const deep = Buffer.from(`{"inputs":[{"name":"INPUT0","shape":[1],"datatype":"FP32","data":${'['.repeat(10_000)}1${']'.repeat(10_000)}}]}`);
const asked = async (bytes) => {
  const client = new Client(url);
  await client.send(bytes, { isPatient: true });
  client.close();
};
const hostile = {
  'random request': async () => {
    const client = new Client(url);
    for (let times = 0; times < 50; times += 1) await client.send(bytesOf(randomRequest(dice)));
    client.close();
  },
  'long JSON': () => asked(Buffer.concat([Buffer.from(head(`Content-Length: ${long.length}`)), long])),
  'deep JSON': () => asked(Buffer.concat([Buffer.from(head(`Content-Length: ${deep.length}`)), deep])),
  '2 GB announced': () => left(dice.below(3000), head(`Content-Length: ${2 ** 31}`), Buffer.alloc(dice.below(100_000))),
  'slow head': () => left(dice.below(5000), 'GET /v2 HTTP/1.1\r\nX-A'),
  'chunks without end': () =>
    left(2000, head('Transfer-Encoding: chunked'), ...Array.from({ length: 50 }, () => `10000\r\n${'x'.repeat(65_536)}\r\n`)),
  'header bomb': () => left(500, 'GET /v2 HTTP/1.1\r\n', `X-A: ${'a'.repeat(8000)}\r\n`.repeat(100)),
  'cut body': () => left(dice.below(50), head(`Content-Length: ${long.length}`), long.subarray(0, dice.below(3_000_000))),
  '200 connections': () =>
    Promise.all(Array.from({ length: 200 }, () => left(dice.below(1000), dice.chance(0.5) ? '' : 'GET /v2/health/live HTTP/1.1\r\n\r\n'))),
};

/** Health is asked from a thread of its own: this one is busy. */
const health = new Worker(
  `const { parentPort, workerData } = require('node:worker_threads');
   const http = require('node:http');
   const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
   const times = [];
   let failures = 0;
   const ask = () => new Promise((done) => {
     const begin = performance.now();
     http.get(workerData + '/v2/health/live', { agent }, (response) => { response.resume(); response.on('end', () => { times.push(performance.now() - begin); done(); }); }).on('error', () => { failures += 1; done(); });
   });
   let isOver = false;
   parentPort.on('message', () => { isOver = true; });
   (async () => { while (!isOver) { await ask(); await new Promise((done) => setTimeout(done, 20)); }
     times.sort((a, b) => a - b);
     parentPort.postMessage({ count: times.length, failures, p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)], max: times.at(-1) });
     agent.destroy(); parentPort.close(); })();`,
  { eval: true, workerData: url },
);

const residentMegabytes = () => {
  const status = `/proc/${server.pid}/status`;
  return existsSync(status) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'latin1'))?.[1] ?? 0) / 1024 : Number.NaN;
};
let most = 0;
const start = residentMegabytes();
const sampling = setInterval(() => (most = Math.max(most, residentMegabytes())), 200);

async function load() {
  while (Date.now() < until && ended === undefined) {
    const name = dice.pick(Object.keys(hostile));
    counts.set(name, (counts.get(name) ?? 0) + 1);
    await hostile[name]();
  }
}
await Promise.all(Array.from({ length: 4 }, load));
clearInterval(sampling);
const result = new Promise((resolve) => health.once('message', resolve));
health.postMessage('over');
const { count, failures, p50, p99, max } = await result;
await new Promise((done) => setTimeout(done, 2000));
console.log(
  `server: ${ended === undefined ? 'lives' : `ended with ${ended}`}; memory ${start.toFixed(0)} MB at the start, ${most.toFixed(0)} MB at most, ${residentMegabytes().toFixed(0)} MB at the end`,
);
console.log(
  `health: ${count} answers, ${failures} failures, ${p50.toFixed(1)} ms median, ${p99.toFixed(1)} ms p99, ${max.toFixed(1)} ms at most`,
);
for (const [name, times] of counts) console.log(`${times} × ${name}`);
process.exit(ended === undefined && failures === 0 && p99 <= 50 ? 0 : 1);
