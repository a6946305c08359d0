import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AzureError } from '../../../src/azure/azureError';
import { UserError } from '../../../src/base/errors';
import { fakeClock } from '../../support/fakeClock';
import { startScriptedServer, type Answer, type Fate, type SeenRequest } from '../../support/scriptedServer';
import { openTestClient, shortLimits, signal, workspace } from './openTestClient';

const ref = { ...workspace, endpoint: 'demo', deployment: 'blue' };
const body = { location: 'westeurope', model: '/models/m/versions/1', instanceType: 'Standard_DS3_v2', instanceCount: 1 };
const statusPath = '/subscriptions/x/providers/Microsoft.MachineLearningServices/locations/westeurope/mfeOperationsStatus/od:1:2';

const resource = (state: string): Answer => ({
  body: { id: '/x', name: 'blue', location: 'westeurope', sku: { capacity: 1 }, properties: { provisioningState: state } },
});
const created: Answer = { ...resource('Creating'), status: 201 };
const running: Fate = { body: { status: 'InProgress' }, headers: { 'retry-after': '1' } };
const html: Fate = { body: '<html>Sign in to the café</html>', headers: { 'content-type': 'text/html' } };

/** Answers a PUT with an operation, its status polls in the order given (the last one for ever), and the resource with `final`. */
async function withOperation<T>(
  polls: readonly Fate[],
  run: (url: string, requests: readonly SeenRequest[]) => Promise<T>,
  final: Fate = resource('Succeeded'),
): Promise<T> {
  let polled = 0;
  const server = await startScriptedServer(({ method, url }) => {
    if (method === 'PUT') {
      const operation = `${server.url}${statusPath}?api-version=2023-04-01`;
      return { ...created, headers: { 'azure-asyncoperation': operation } };
    }
    return url.startsWith(statusPath) ? (polls[Math.min(polled++, polls.length - 1)] ?? 'silence') : final;
  });
  try {
    return await run(server.url, server.requests);
  } finally {
    await server.close();
  }
}

const bad: readonly [string, Fate][] = [
  ['401', { status: 401, body: { error: { code: 'ExpiredAuthenticationToken', message: 'expired' } } }],
  ['404', { status: 404, body: { error: { code: 'NotFound', message: 'gone' } } }],
  ['a bare 429', { status: 429 }],
  ['500', { status: 500 }],
  ['503', { status: 503 }],
  ["a captive portal's page", html],
  ['an answer without a status', { body: {} }],
  ['a cut body', 'cut'],
  ['cut JSON', 'cutJson'],
  ['a reset', 'reset'],
  ['no answer', 'silence'],
  ['a state nobody documents', { body: { status: 'Pondering' } }],
];

for (const [name, fate] of bad) {
  test(`one poll that meets ${name} does not end the wait`, async () => {
    const limits = fate === 'silence' ? { limits: shortLimits } : {};
    const deployment = await withOperation([running, fate, running, { body: { status: 'Succeeded' } }], (url) =>
      openTestClient(url, limits).deployments.put(ref, body, { signal }),
    );
    assert.equal(deployment.state, 'Succeeded');
  });
}

test('a wait ends after five minutes without any answer, and says that the operation may go on', async () => {
  const clock = fakeClock();
  await withOperation([running, 'reset'], async (url) => {
    await assert.rejects(openTestClient(url, { clock }).deployments.put(ref, body, { signal }), (error) => {
      assert.ok(error instanceof AzureError);
      assert.deepEqual(
        [error.kind, error.code, error.request],
        ['unreachable', 'OperationUnanswered', 'PUT onlineEndpoints/demo/deployments/blue'],
      );
      return true;
    });
  });
  const minutes = clock.now() / 60_000;
  assert.ok(minutes > 5 && minutes < 8, String(minutes));
});

test('answers that come again make a long wait out of two silences that are short', async () => {
  const silence = Array.from({ length: 30 }, (): Fate => 'reset');
  const clock = fakeClock();
  const done: Fate = { body: { status: 'Succeeded' } };
  await withOperation([...silence, running, ...silence, running, ...silence, running, ...silence, running, done], async (url) => {
    assert.equal((await openTestClient(url, { clock }).deployments.put(ref, body, { signal })).state, 'Succeeded');
  });
  assert.ok(clock.now() > 5 * 60_000, String(clock.now()));
});

test('a token that is no longer given out ends the wait with the reason', async () => {
  const ended = new UserError('The local emulator stopped.', 'emulator-stopped');
  let tokens = 0;
  await withOperation([running], async (url) => {
    const getToken = (): Promise<string> => (++tokens > 4 ? Promise.reject(ended) : Promise.resolve('t'));
    await assert.rejects(openTestClient(url, { getToken }).deployments.put(ref, body, { signal }), (error) => error === ended);
  });
});

test('a failed operation tells its code, its message and the causes below them', async () => {
  const error = {
    code: 'ResourceNotReady',
    message: 'outer',
    target: 'blue',
    details: [{ code: 'UserError', message: 'inner', details: [] }],
  };
  await withOperation([running, { body: { status: 'Failed', error } }], async (url) => {
    await assert.rejects(openTestClient(url).deployments.put(ref, body, { signal }), (thrown) => {
      assert.ok(thrown instanceof AzureError);
      assert.deepEqual([thrown.kind, thrown.code, thrown.target, thrown.details], ['refused', 'ResourceNotReady', 'blue', error.details]);
      assert.equal(thrown.request, 'PUT onlineEndpoints/demo/deployments/blue');
      return true;
    });
  });
});

test('Retry-After of each answer is waited out, and the states are told as they change', async () => {
  const clock = fakeClock();
  const states: string[] = [];
  const polls: Fate[] = [
    { body: { status: 'Creating' }, headers: { 'retry-after': '7' } },
    { body: { status: 'Creating' }, headers: { 'retry-after-ms': '250' } },
    { body: { status: 'InProgress' } },
    { body: { status: 'Succeeded' } },
  ];
  await withOperation(polls, (url) =>
    openTestClient(url, { clock }).deployments.put(ref, body, { signal, onState: (it) => states.push(it) }),
  );
  assert.deepEqual(states, ['Creating', 'InProgress']);
  assert.deepEqual(clock.waits.slice(1, 3), [7000, 250]);
});

test('a poll address on another host is never asked: the resource tells the state', async () => {
  const stranger = await startScriptedServer(() => running);
  const server = await startScriptedServer(({ method }, index) =>
    method === 'PUT'
      ? { ...created, headers: { 'azure-asyncoperation': `${stranger.url}/status` } }
      : resource(index < 3 ? 'Creating' : 'Succeeded'),
  );
  const deployment = await openTestClient(server.url).deployments.put(ref, body, { signal });
  assert.deepEqual([deployment.state, server.requests.length, stranger.requests.length], ['Succeeded', 4, 0]);
  await Promise.all([server.close(), stranger.close()]);
});

test('a deletion is followed at its location until it is done', async () => {
  const server = await startScriptedServer(({ method }, index) =>
    method === 'DELETE' || index < 3
      ? { status: 202, headers: { location: `${server.url}/operations/1`, 'retry-after': '1' } }
      : { status: 204 },
  );
  await openTestClient(server.url).deployments.delete(ref, { signal });
  assert.deepEqual(
    server.requests.map(({ method }) => method),
    ['DELETE', 'GET', 'GET', 'GET'],
  );
  await server.close();
});

test('deleting what is gone already is done', async () => {
  const server = await startScriptedServer(() => ({ status: 404, body: { error: { code: 'NotFound', message: 'gone' } } }));
  await openTestClient(server.url).deployments.delete(ref, { signal });
  await server.close();
});

test('while another operation runs on the endpoint, ours waits and is then sent again', async () => {
  let puts = 0;
  let reads = 0;
  const server = await startScriptedServer(({ method, url }) => {
    if (method === 'PUT') {
      return puts++ === 0 ? { status: 409, body: { error: { code: 'Conflict', message: 'busy' } } } : resource('Succeeded');
    }
    if (url.includes('/deployments/')) {
      return { status: 404, body: { error: { code: 'NotFound', message: 'not there yet' } } };
    }
    return resource(reads++ < 1 ? 'Updating' : 'Succeeded');
  });
  const states: string[] = [];
  const deployment = await openTestClient(server.url).deployments.put(ref, body, { signal, onState: (state) => states.push(state) });
  assert.deepEqual([deployment.state, states], ['Succeeded', ['Updating']]);
  await server.close();
});

test('a conflict with nobody at work stands', async () => {
  const server = await startScriptedServer(({ method }) =>
    method === 'PUT' ? { status: 409, body: { error: { code: 'Conflict', message: 'the name is taken' } } } : { status: 404 },
  );
  const put = openTestClient(server.url).endpoints.put(ref, { location: 'westeurope', authMode: 'Key' }, { signal });
  await assert.rejects(put, (error) => error instanceof AzureError && error.kind === 'conflict');
  await server.close();
});

test('aborting ends the wait with the reason of the signal', async () => {
  const controller = new AbortController();
  const reason = new Error('the user left');
  await withOperation([running], async (url) => {
    const onState = (): void => {
      controller.abort(reason);
    };
    const put = openTestClient(url).deployments.put(ref, body, { signal: controller.signal, onState });
    await assert.rejects(put, (error) => error === reason);
  });
});

test('an operation that never ends is given up', async () => {
  await withOperation([running], async (url) => {
    const clock = {
      ...fakeClock(),
      now: (() => {
        let calls = 0;
        return () => calls++ * 60_000;
      })(),
    };
    await assert.rejects(
      openTestClient(url, { clock }).deployments.put(ref, body, { signal }),
      (error) => error instanceof AzureError && error.code === 'OperationTimedOut',
    );
  });
});
