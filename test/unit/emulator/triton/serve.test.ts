import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Fields } from '../../../../src/base/decode';
import { onnxFile } from './onnxFile';

const SAMPLE = 'samples/single-model/models';

interface Served {
  readonly child: ChildProcess;
  readonly first: string;
}

/** Starts `serve` and waits for its first line, or for its end. */
async function serve(args: readonly string[]): Promise<Served & { readonly status: number | null; readonly errors: string }> {
  const child = spawn(process.execPath, ['dist/emulator.js', 'serve', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  const first = await Promise.race([once(child.stdout, 'data').then(([piece]) => String(piece)), once(child, 'close').then(() => '')]);
  return { child, first, status: child.exitCode, errors };
}

async function ended(child: ChildProcess): Promise<number | null> {
  return (
    child.exitCode ?? (await once(child, 'close').then(([status]: readonly unknown[]) => (typeof status === 'number' ? status : null)))
  );
}

test('tells its addresses in the first line, serves the sample, and stops on SIGTERM', async () => {
  const { child, first } = await serve([SAMPLE, '--json']);
  try {
    const address = Fields.of(JSON.parse(first), 'address');
    const config = await fetch(`${address.text('url')}/v2/models/model_1/config`);
    assert.equal(Fields.of(await config.json(), 'config').number('max_batch_size'), 4);
    assert.equal((await fetch(`${address.text('url')}/v2/health/ready`)).status, 200);
    assert.match(await (await fetch(`${address.text('metrics')}/metrics`)).text(), /nv_inference_count\{model="model_1",version="1"\} 0/);
    assert.equal((await fetch(`${address.text('url')}/metrics`)).status, 404);
  } finally {
    child.kill('SIGTERM');
  }
  assert.equal(await ended(child), 0);
});

test('ends with its parent when it was asked to', async () => {
  const { child, first } = await serve([SAMPLE, '--json', '--exit-with-parent']);
  assert.match(first, /^\{"url"/);
  child.stdin?.end();
  assert.equal(await ended(child), 0);
});

/** A model that computes for ever. */
const endless = onnxFile({
  inputs: { X: ['FLOAT', [1]] },
  outputs: { Y: ['FLOAT', [1]] },
  nodes: [
    {
      op: 'Loop',
      inputs: ['', '', 'X'],
      outputs: ['Y'],
      body: {
        inputs: { round: ['INT64', []], go: ['BOOL', []], before: ['FLOAT', [1]] },
        outputs: { goOn: ['BOOL', []], after: ['FLOAT', [1]] },
        nodes: [
          { op: 'Identity', inputs: ['go'], outputs: ['goOn'] },
          { op: 'Add', inputs: ['before', 'before'], outputs: ['after'] },
        ],
      },
    },
  ],
});

const windows = process.platform === 'win32' ? 'Windows has no ps' : false;
test('the process of a model that computes ends with a server that is killed', { skip: windows, timeout: 120_000 }, async () => {
  const repository = await mkdtemp(join(tmpdir(), 'triton-endless-'));
  await mkdir(join(repository, 'endless', '1'), { recursive: true });
  await writeFile(join(repository, 'endless', '1', 'model.onnx'), endless);
  const { child, first, errors } = await serve([repository, '--json']);
  let model: number | undefined;
  try {
    assert.match(first, /^\{"url"/, errors);
    model = running().find(({ parent }) => parent === child.pid)?.id;
    const before = running().find(({ id }) => id === model)?.time;
    assert.ok(before);
    const body = { inputs: [{ name: 'X', datatype: 'FP32', shape: [1], data: [1] }] };
    const url = `${Fields.of(JSON.parse(first), 'address').text('url')}/v2/models/endless/infer`;
    const refused = assert.rejects(fetch(url, { method: 'POST', body: JSON.stringify(body) }));
    await until(() => running().some(({ id, time }) => id === model && time !== before), 'the model computes');
    child.kill('SIGKILL');
    await refused;
    await until(() => !running().some(({ id }) => id === model), 'the process of the model ends');
    model = undefined;
  } finally {
    child.kill('SIGKILL');
    if (model !== undefined) {
      process.kill(model, 'SIGKILL');
    }
    await rm(repository, { recursive: true, force: true });
  }
});

interface Running {
  readonly id: number;
  readonly parent: number;
  /** What it has computed, in the words of `ps`. */
  readonly time: string;
}

/** The processes of this machine that have not ended. */
function running(): Running[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,time='], { encoding: 'utf8' }).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , state]) => !state?.startsWith('Z'))
    .map(([id, parent, , time = '']) => ({ id: Number(id), parent: Number(parent), time }));
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const limit = Date.now() + 40_000;
  while (!isSo()) {
    assert.ok(Date.now() < limit, `in time: ${what}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

const limited = process.platform === 'linux' ? false : 'the limit of open files is Linux’s';
test('models that the system has no room for are unavailable, and the others are served', { skip: limited, timeout: 60_000 }, async () => {
  const repository = await mkdtemp(join(tmpdir(), 'triton-many-'));
  for (let index = 0; index < 16; index += 1) {
    await cp('test/fixtures/triton/repository/identity_string/1', join(repository, `m${index}`, '1'), { recursive: true });
  }
  const args = ['-c', 'ulimit -n 34; exec "$0" "$@"', process.execPath, 'dist/emulator.js', 'serve', repository, '--json'];
  const child = spawn('sh', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    let log = '';
    child.stderr.on('data', (piece: Buffer) => (log += piece.toString()));
    const first = await Promise.race([once(child.stdout, 'data').then(String), once(child, 'close').then(String)]);
    assert.match(first, /^\{"url"/, log);
    child.kill('SIGTERM');
    assert.equal(await ended(child), 0);
    assert.match(log, /failed to load 'm\d+' version 1: .*no more processes or files can be opened/);
    assert.match(log, /successfully loaded/);
  } finally {
    child.kill('SIGKILL');
    await rm(repository, { recursive: true, force: true });
  }
});

test('says in words what it cannot start with, and ends with status 2', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = String((taken.address() as AddressInfo).port);
  const wrong = [
    [],
    ['no-such-folder'],
    [SAMPLE, '--port', 'x'],
    [SAMPLE, '--load-model', 'm'],
    [SAMPLE, '--model-control-mode', 'poll'],
    [SAMPLE, '--port', port],
  ];
  for (const args of wrong) {
    const { child, errors } = await serve(args);
    assert.equal(await ended(child), 2, args.join(' '));
    assert.ok(errors.trim().endsWith('.'), errors);
  }
  taken.close();
});

/** The status that a request with these header lines gets. */
async function statusOf(url: string, headers: readonly string[]): Promise<string> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.end(['GET /v2/health/live HTTP/1.1', ...headers, 'Connection: close', '', ''].join('\r\n'));
  let text = '';
  for await (const piece of socket) {
    text += String(piece);
  }
  return text.split(' ')[1] ?? '';
}

test('answers this machine’s programs only, and none of its web pages', async () => {
  const { child, first } = await serve([SAMPLE, '--json']);
  const url = Fields.of(JSON.parse(first), 'address').text('url');
  try {
    assert.equal(await statusOf(url, ['Host: 127.0.0.1:1']), '200');
    assert.equal(await statusOf(url, ['Host: localhost']), '200');
    assert.equal(await statusOf(url, ['Host: [::1]:80']), '200');
    assert.equal(await statusOf(url, []), '200');
    assert.equal(await statusOf(url, ['Host: evil.example']), '403');
    assert.equal(await statusOf(url, ['Host: localhost', 'Origin: https://evil.example']), '403');
    assert.equal(await statusOf(url, ['Host: localhost', 'Origin: null']), '403');
    assert.equal(await statusOf(url, ['Host: localhost', 'Origin: http://localhost:3000']), '403', 'a page of another local port');
  } finally {
    child.kill();
  }
  await ended(child);
});
