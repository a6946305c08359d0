import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { EmulatorAddress } from '../../src/protocol/emulator';
import { newStateFolder, spawnEmulator, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { armClient } from './officialClients';

let state: ReturnType<typeof newStateFolder>;
let started: EmulatorProcess[] = [];

beforeEach(() => {
  state = newStateFolder();
});

afterEach(async () => {
  await Promise.all(started.map((it) => it.end('SIGKILL')));
  started = [];
  state.remove();
});

async function start(...args: string[]): Promise<EmulatorProcess> {
  const emulator = await startEmulatorProcess(state.path, ...args);
  started.push(emulator);
  return emulator;
}

/** Starts an emulator that is expected to give up, and returns its exit status and words. */
async function failedStart(...args: string[]): Promise<{ readonly status: unknown; readonly words: string }> {
  const child = spawnEmulator(state.path, ...args);
  const words: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => words.push(chunk));
  const [status] = (await once(child, 'close')) as [unknown];
  return { status, words: Buffer.concat(words).toString('utf8') };
}

/** `fetch` sets Host and Origin itself, so this is a bare request. */
async function bareGet(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  const sent = request(url, { headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') };
}

const names = (address: EmulatorAddress): [string, string] => [address.resourceGroup, address.workspace];

test('ends when its parent closes standard input, and leaves no lock', async () => {
  const child = spawnEmulator(state.path, '--json', '--exit-with-parent');
  await once(child.stdout ?? child, 'data');
  child.stdin?.end();
  assert.deepEqual(await once(child, 'close'), [0, null]);
  assert.equal(existsSync(join(state.path, 'lock')), false);
});

test('says who has the state folder when it is started twice', async () => {
  const first = await start();
  const { status, words } = await failedStart();
  assert.equal(status, 2);
  assert.match(words, new RegExp(`${first.pid}`));
  assert.equal(await first.end(), 0);
});

test('says in words that its port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // it listens on TCP
  const { status, words } = await failedStart('--port', String(port));
  assert.equal(status, 2);
  assert.match(words, new RegExp(`${port}`));
  assert.doesNotMatch(words, /EADDRINUSE|at .*:\d+/);
  other.close();
});

test('is called wrongly: status 2 and the argument named', async () => {
  const { status, words } = await failedStart('--port', 'many');
  assert.equal(status, 2);
  assert.match(words, /--port/);
});

test('has its endpoints again after it was killed, on the same scoring port and with the same keys', async () => {
  const first = await start();
  const body = { location: 'local', properties: { authMode: 'Key' } };
  const client = armClient(first.address);
  const before = await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names(first.address), 'survivor', body);
  const keys = await client.onlineEndpoints.listKeys(...names(first.address), 'survivor');
  assert.equal(await first.end('SIGKILL'), 'SIGKILL');

  const second = await start();
  const again = armClient(second.address);
  const after = await again.onlineEndpoints.get(...names(second.address), 'survivor');
  assert.deepEqual([after.properties.scoringUri, after.properties.provisioningState], [before.properties.scoringUri, 'Succeeded']);
  assert.deepEqual(await again.onlineEndpoints.listKeys(...names(second.address), 'survivor'), keys);
  assert.notEqual(second.address.token, first.address.token);
  await second.end();
});

test('goes on after a kill with an operation that was running', async () => {
  const first = await start('--operation-milliseconds', '60000');
  const body = { location: 'local', properties: { authMode: 'Key' } };
  await armClient(first.address).onlineEndpoints.beginCreateOrUpdate(...names(first.address), 'interrupted', body);
  await first.end('SIGKILL');
  const second = await start('--operation-milliseconds', '1');
  const client = armClient(second.address);
  let provisioned: string | undefined;
  for (let attempt = 0; attempt < 50 && provisioned !== 'Succeeded'; attempt++) {
    provisioned = (await client.onlineEndpoints.get(...names(second.address), 'interrupted')).properties.provisioningState;
  }
  assert.equal(provisioned, 'Succeeded');
  await second.end();
});

test('answers neither foreign hosts nor web pages, on any of its ports', async () => {
  const emulator = await start();
  const { armEndpoint, blobEndpoint, token } = emulator.address;
  const body = { location: 'local', properties: { authMode: 'Key' } };
  const client = armClient(emulator.address);
  const endpoint = await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names(emulator.address), 'guarded', body);
  const origins = [armEndpoint, blobEndpoint, new URL(endpoint.properties.scoringUri ?? '').origin];
  for (const origin of origins) {
    const url = `${origin}/localstorage?api-version=2022-12-01`;
    const authorization = { Authorization: `Bearer ${token}` };
    for (const header of [{ Host: 'rebound.example' }, { Origin: 'https://page.example' }, { Origin: 'null' }]) {
      const answer = await bareGet(url, { ...authorization, ...header });
      assert.equal(answer.status, 403, `${origin} ${JSON.stringify(header)}`);
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
    }
    assert.notEqual((await bareGet(url, authorization)).status, 403, origin);
  }
  await emulator.end();
});

test('keeps keys where only their owner can read them, and tokens in memory only', { skip: process.platform === 'win32' }, async () => {
  const emulator = await start();
  const body = { location: 'local', properties: { authMode: 'Key' } };
  const client = armClient(emulator.address);
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names(emulator.address), 'secretive', body);
  const { primaryKey = '' } = await client.onlineEndpoints.listKeys(...names(emulator.address), 'secretive');
  const sas = (await client.datastores.listSecrets(...names(emulator.address), 'workspaceblobstore')) as { sasToken?: string };
  const signature = new URLSearchParams(sas.sasToken).get('sig') ?? '';
  await emulator.end();
  for (const entry of readdirSync(state.path, { recursive: true, withFileTypes: true }).filter((it) => it.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    assert.equal(text.includes(emulator.address.token), false, path);
    if (text.includes(primaryKey)) {
      assert.equal(statSync(path).mode & 0o077, 0, path);
    }
  }
  for (const secret of [emulator.address.token, primaryKey, signature, encodeURIComponent(signature)]) {
    assert.equal(emulator.log().includes(secret), false);
  }
});

test('a certificate that is not there is named in a sentence, not by a code of the system', async () => {
  const missing = join(state.path, 'none.pem');
  const { status, words } = await failedStart('--cert', missing, '--key', missing);
  assert.notEqual(status, 0);
  assert.ok(words.includes(missing), words);
  assert.doesNotMatch(words, /ENOENT/);
});

test('operations take a part of the time that Azure takes, in the proportions of Azure', async () => {
  const { status, words } = await failedStart('--time-scale', 'fast');
  assert.deepEqual([status, /--time-scale/.test(words)], [2, true]);
  const emulator = await start('--time-scale', '0.001');
  const body = { location: 'local', properties: { authMode: 'Key' } };
  const client = armClient(emulator.address);
  const began = performance.now();
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names(emulator.address), 'timed', body);
  assert.ok(performance.now() - began >= 90, 'a minute and a half in Azure, a thousandth of it here');
  await emulator.end();
});
