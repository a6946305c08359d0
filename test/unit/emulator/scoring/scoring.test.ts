import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { silentLog } from '../../../../src/base/log';
import { scoringHandler } from '../../../../src/emulator/scoring/scoringHandler';
import type { ScoringDeployment, ScoringEndpoint } from '../../../../src/emulator/scoring/scoringEndpoint';

const server = createServer();
let base = '';
let endpoint: ScoringEndpoint | undefined;
/** Answers that the container still owes. */
let held: ServerResponse[] = [];

const container: RequestListener = (request: IncomingMessage, response: ServerResponse) => {
  request.resume();
  switch (request.url) {
    case '/held':
      held.push(response);
      break;
    case '/refused':
      response.writeHead(400, 'Bad Request', { 'Content-Type': 'application/json' });
      response.end('{"error":"no such input"}');
      break;
    case '/implicit':
      response.statusCode = 503;
      response.end();
      break;
    default:
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.end(request.url);
  }
};

function deployment(name: string, changes: Partial<ScoringDeployment> = {}): ScoringDeployment {
  return { name, requestTimeoutMilliseconds: 5000, mostInFlight: 2, server: () => Promise.resolve(container), ...changes };
}

function endpointOf(deployments: ScoringDeployment[], traffic: Record<string, number>): ScoringEndpoint {
  return {
    name: 'e',
    traffic: new Map(Object.entries(traffic)),
    accepts: (secret) => (secret === 'key' ? 'yes' : secret === 'guest' ? 'forbidden' : 'no'),
    deployment: (name) => deployments.find((it) => it.name === name),
  };
}

before(async () => {
  server.on(
    'request',
    scoringHandler('/ws/onlineEndpoints/e', () => endpoint, silentLog),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
});
beforeEach(() => {
  held = [];
  endpoint = endpointOf([deployment('blue'), deployment('green')], { blue: 100 });
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const call = (path: string, headers: Record<string, string> = {}, body?: string): Promise<Response> =>
  fetch(base + path, { headers: { Authorization: 'Bearer key', ...headers }, ...(body === undefined ? {} : { method: 'POST', body }) });

test('lets the container answer and tells who did', async () => {
  const answer = await call('/v2/health/ready', { 'x-request-id': 'mine' });
  assert.deepEqual([answer.status, await answer.text(), answer.headers.get('azureml-model-deployment')], [200, '/v2/health/ready', 'blue']);
  assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(answer.headers.get('ms-azureml-model-error-statuscode'), null);
});

test('wraps every other status of the container into 424, with its body', async () => {
  const refused = await call('/refused');
  const header = (name: string): string | null => refused.headers.get(`ms-azureml-model-error-${name}`);
  assert.deepEqual([refused.status, header('statuscode'), header('reason')], [424, '400', 'Bad Request']);
  assert.equal(await refused.text(), '{"error":"no such input"}');
  const implicit = await call('/implicit');
  assert.deepEqual([implicit.status, implicit.headers.get('ms-azureml-model-error-statuscode')], [424, '503']);
});

test('refuses a missing, a wrong and a malformed secret, also while the body is still coming', async () => {
  for (const Authorization of ['', 'Bearer wrong', 'key', 'Basic key']) {
    assert.equal((await call('/v2', { Authorization }, 'x'.repeat(3_000_000))).status, 401);
  }
});

test('goes to the deployment that is named, traffic or not', async () => {
  const pinned = await call('/x', { 'azureml-model-deployment': 'green' });
  assert.equal(pinned.headers.get('azureml-model-deployment'), 'green');
  assert.equal((await call('/x', { 'azureml-model-deployment': 'red' })).status, 404);
});

test('has nobody to ask without traffic', async () => {
  endpoint = endpointOf([deployment('blue')], { blue: 0 });
  assert.equal((await call('/x')).status, 404);
  endpoint = undefined;
  assert.equal((await call('/x')).status, 404);
});

test('shares requests out by traffic', async () => {
  endpoint = endpointOf([deployment('blue', { mostInFlight: 99 }), deployment('green', { mostInFlight: 99 })], { blue: 50, green: 50 });
  const names = new Set<string | null>();
  for (let index = 0; index < 60; index++) {
    names.add((await call('/x')).headers.get('azureml-model-deployment'));
  }
  assert.deepEqual([...names].sort(), ['blue', 'green']); // missing one has a chance of 2^-59
});

test('turns away what is more than the deployment takes, until one is done', async () => {
  const first = call('/held');
  const second = call('/held');
  while (held.length < 2) {
    await new Promise((done) => setTimeout(done, 5));
  }
  assert.equal((await call('/x')).status, 429);
  held.forEach((it) => it.writeHead(200).end());
  await Promise.all([first, second]);
  assert.equal((await call('/x')).status, 200);
});

test('answers 408 for a container that is too slow, whatever it says later', async () => {
  endpoint = endpointOf([deployment('blue', { requestTimeoutMilliseconds: 30 })], { blue: 100 });
  assert.equal((await call('/held')).status, 408);
  const [late] = held;
  late?.writeHead(200, { 'Content-Type': 'text/plain' });
  late?.write('too');
  late?.end('late');
  assert.equal((await call('/x')).status, 200);
});

test('says 424 and 503 while no server runs', async () => {
  endpoint = endpointOf([deployment('blue', { server: () => Promise.resolve(undefined) })], { blue: 100 });
  const answer = await call('/v2/health/ready');
  assert.deepEqual([answer.status, answer.headers.get('ms-azureml-model-error-statuscode')], [424, '503']);
});

test('keeps the letters of a client id that are allowed, forty of them', async () => {
  const answer = await call('/x', { 'x-ms-client-request-id': `a b;c-${'d'.repeat(60)}` });
  assert.equal(answer.headers.get('x-ms-client-request-id'), `abc-${'d'.repeat(36)}`);
});

/** Sends so many requests to /x, some at once, and counts what the header of the answers says. */
async function shares(count: number): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (let sent = 0; sent < count; sent += 10) {
    for (const answer of await Promise.all(Array.from({ length: 10 }, () => call('/x')))) {
      const name = answer.headers.get('azureml-model-deployment') ?? String(answer.status);
      found[name] = (found[name] ?? 0) + 1;
      await answer.arrayBuffer();
    }
  }
  return found;
}

test('keeps the percentages of traffic over 1,000 requests', async () => {
  const many = { mostInFlight: 99 };
  endpoint = endpointOf([deployment('blue', many), deployment('green', many), deployment('red', many)], { blue: 70, green: 25, red: 5 });
  const { blue = 0, green = 0, red = 0 } = await shares(1000);
  assert.equal(blue + green + red, 1000);
  assert.ok(Math.abs(blue - 700) <= 3 && Math.abs(green - 250) <= 3 && Math.abs(red - 50) <= 3, `${blue} ${green} ${red}`);
});

test('sends copies of ten percent to the mirror, whole, and lets nobody wait for it', async () => {
  const copies: { readonly url: string; readonly body: string; readonly authorization: string }[] = [];
  const mirror: RequestListener = (request) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    // It never answers: that must not matter to anybody.
    request.on('end', () => copies.push({ url: request.url ?? '', body, authorization: request.headers.authorization ?? '' }));
  };
  const shadow = deployment('shadow', { mostInFlight: 2000, server: () => Promise.resolve(mirror) });
  endpoint = {
    ...endpointOf([deployment('blue', { mostInFlight: 99 }), shadow], { blue: 100 }),
    mirror: { deployment: 'shadow', percent: 10 },
  };
  for (let index = 0; index < 1000; index++) {
    const answer = await call('/v2/models/m/infer', {}, `body ${index}`);
    assert.equal(answer.headers.get('azureml-model-deployment'), 'blue');
    await answer.arrayBuffer();
  }
  while (copies.length < 98) {
    await new Promise((done) => setTimeout(done, 5));
  }
  assert.ok(copies.length <= 102, String(copies.length));
  assert.ok(
    copies.every(
      ({ url, body, authorization }) => url === '/v2/models/m/infer' && /^body \d+$/.test(body) && authorization === 'Bearer key',
    ),
  );
  const before = copies.length;
  for (let index = 0; index < 100; index++) {
    await (await call('/x', { 'azureml-model-deployment': 'blue' })).arrayBuffer();
  }
  assert.equal(copies.length, before, 'who names a deployment is not mirrored');
});

test('a caller that is known but may not score gets 403, not 401', async () => {
  assert.equal((await call('/x', { Authorization: 'Bearer guest' })).status, 403);
});
