import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AzureError, type AzureErrorKind } from '../../../../src/azure/azureError';
import { explainFailure } from '../../../../src/azure/explainFailure';
import { openAzureMl } from '../../../../src/azure/openAzureMl';
import { silentLog } from '../../../../src/base/log';
import { fakeClock, type FakeClock } from '../../../support/fakeClock';
import { startScriptedServer, type Fate } from '../../../support/scriptedServer';
import { openTestClient, shortLimits, signal, workspace } from '../openTestClient';

const ref = { ...workspace, endpoint: 'demo' };
const endpoint: Fate = { body: { id: '/x', name: 'demo', location: 'westeurope', properties: { authMode: 'Key' } } };
const html: Fate = { body: '<html>Welcome to the hotel</html>', headers: { 'content-type': 'text/html' } };

interface Outcome {
  readonly result: string;
  readonly requests: number;
  readonly waits: readonly number[];
}

/** Reads an endpoint from a server that plays the fates in order, the last one for ever. */
async function readThrough(fates: readonly Fate[], clock: FakeClock = fakeClock()): Promise<Outcome> {
  const server = await startScriptedServer((_, index) => fates[Math.min(index, fates.length - 1)] ?? 'silence');
  const neverAnswers = fates.some((fate) => fate === 'silence' || fate === 'stall');
  const azure = openTestClient(server.url, { clock, ...(neverAnswers ? { limits: shortLimits } : {}) });
  try {
    const result = await azure.endpoints.get(ref, signal).then(
      ({ authMode }) => authMode,
      (error: unknown) => (error instanceof AzureError ? error.kind : String(error)),
    );
    return { result, requests: server.requests.length, waits: clock.waits };
  } finally {
    await server.close();
  }
}

const passing: readonly [string, Fate][] = [
  ['a bare 429', { status: 429 }],
  ['408', { status: 408 }],
  ['500', { status: 500 }],
  ['502 with a page', { ...html, status: 502 }],
  ['503', { status: 503 }],
  ['504', { status: 504 }],
  ['a reset before the answer', 'reset'],
  ['a body that is cut', 'cut'],
  ['JSON that is cut', 'cutJson'],
  ['a body that stops coming', 'stall'],
  ['no answer', 'silence'],
  ["a captive portal's page with status 200", html],
];
for (const [name, fate] of passing) {
  test(`one ${name}, then health: the answer comes at the second try`, async () => {
    const { result, requests } = await readThrough([fate, endpoint]);
    assert.deepEqual([result, requests], ['Key', 2]);
  });
}

const lasting: readonly [string, Fate, AzureErrorKind, number][] = [
  ['429', { status: 429 }, 'throttled', 6],
  ['503', { status: 503 }, 'unavailable', 6],
  ['resets', 'reset', 'unreachable', 6],
  ["a captive portal's page", html, 'notAzure', 6],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/login' } }, 'notAzure', 1],
  ['a page with status 403', { ...html, status: 403 }, 'notAzure', 1],
  ['400', { status: 400, body: { error: { code: 'BadArgument', message: 'no' } } }, 'refused', 1],
  ['403', { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } }, 'forbidden', 1],
  ['404', { status: 404, body: { error: { code: 'NotFound', message: 'no' } } }, 'notFound', 1],
  ['412', { status: 412, body: { error: { code: 'PreconditionFailed', message: 'no' } } }, 'conflict', 1],
  ['an answer without its required fields', { body: { id: '/x' } }, 'notAzure', 1],
  ['an answer without a body', {}, 'notAzure', 1],
];
for (const [name, fate, kind, tries] of lasting) {
  test(`${name} to the end is ${kind} after ${tries} requests`, async () => {
    const { result, requests } = await readThrough([fate]);
    assert.deepEqual([result, requests], [kind, tries]);
  });
}

test('pauses double from half a second, with jitter, up to 30 s', async () => {
  const longest = await readThrough([{ status: 503 }]);
  assert.deepEqual(longest.waits, [500, 1000, 2000, 4000, 8000]);
  const shortest = await readThrough([{ status: 503 }], fakeClock(0));
  assert.deepEqual(shortest.waits, [0, 0, 0, 0, 0]);
});

const headers: readonly [string, Record<string, string>, number][] = [
  ['seconds', { 'retry-after': '7' }, 7000],
  ['milliseconds', { 'retry-after-ms': '250' }, 250],
  ['milliseconds in the older spelling', { 'x-ms-retry-after-ms': '125' }, 125],
  ['a date, by the clock of the server', { 'retry-after': 'Fri, 13 Jan 2040 00:00:09 GMT', date: 'Fri, 13 Jan 2040 00:00:00 GMT' }, 9000],
];
for (const [name, header, milliseconds] of headers) {
  test(`Retry-After in ${name} is waited out`, async () => {
    const { waits } = await readThrough([{ status: 429, headers: header }, endpoint]);
    assert.deepEqual(waits, [milliseconds]);
  });
}

test('a service that wants an hour is not waited for', async () => {
  const { result, requests } = await readThrough([{ status: 429, headers: { 'retry-after': '3600' } }]);
  assert.deepEqual([result, requests], ['throttled', 1]);
});

test('a read gives up after 45 seconds', async () => {
  const clock = fakeClock();
  // Each answer takes 20 s: the fourth comes at 61.5 s, and the pause after the third ends at 43.5 s.
  const slow = { ...clock, now: () => clock.now() + clock.waits.length * 20_000 };
  const { requests } = await readThrough([{ status: 503 }], slow);
  assert.equal(requests, 4);
});

test('nothing listening is unreachable', async () => {
  const server = await startScriptedServer(() => endpoint);
  await server.close();
  const read = openTestClient(server.url).endpoints.get(ref, signal);
  await assert.rejects(read, (error) => error instanceof AzureError && error.kind === 'unreachable' && error.code === 'ECONNREFUSED');
});

test('a server that speaks no TLS is unreachable', async () => {
  const { createServer } = await import('node:net');
  const server = createServer((socket) => socket.end('HTTP/1.1 400 no TLS here\r\n\r\n')).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const read = openTestClient(`https://127.0.0.1:${port}`).endpoints.get(ref, signal);
  await assert.rejects(read, (error) => error instanceof AzureError && error.kind === 'unreachable');
  server.close();
});

test('a server that never finishes the TLS handshake is given up after the time for connecting', async () => {
  const { createServer } = await import('node:net');
  const sockets: { destroy(): void }[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const limits = { connect: 30, firstByte: 10_000, firstByteOfPut: 10_000, idleBody: 10_000, patienceForReads: 45_000 };
  const read = openTestClient(`https://127.0.0.1:${port}`, { limits }).endpoints.get(ref, signal);
  await assert.rejects(read, (error) => error instanceof AzureError && error.code === 'ETIMEDOUT');
  sockets.forEach((socket) => {
    socket.destroy();
  });
  server.close();
});

test('aborting a request in flight rejects with the reason of the signal', async () => {
  const server = await startScriptedServer(() => 'silence');
  const controller = new AbortController();
  const reason = new Error('the row was closed');
  const read = openTestClient(server.url).endpoints.get(ref, controller.signal);
  setTimeout(() => {
    controller.abort(reason);
  }, 20);
  await assert.rejects(read, (error) => error === reason);
  await server.close();
});

test('a service on this machine that says nothing is given up after ten seconds, and named', { timeout: 20_000 }, async () => {
  const server = await startScriptedServer(() => 'silence');
  const connection = { armEndpoint: server.url, getToken: () => Promise.resolve('t'), billed: false, log: silentLog };
  await assert.rejects(openAzureMl(connection, { hashWorker: '' }).endpoints.get(ref, signal), (error) => {
    assert.ok(error instanceof AzureError);
    assert.match(explainFailure(error), /^Endpoint \S+ could not be read\. The local emulator does not answer\. /);
    return true;
  });
  assert.equal(server.requests.length, 1);
  await server.close();
});
