import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Fields } from '../../../../src/base/decode';

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
