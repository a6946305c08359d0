import assert from 'node:assert/strict';
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { silentLog } from '../../../../src/base/log';
import { catalogue } from '../../../../src/emulator/faults/catalogue';
import { faultRoute } from '../../../../src/emulator/faults/faultRoute';
import { FaultSpecError } from '../../../../src/emulator/faults/faultSpec';
import { FaultTable } from '../../../../src/emulator/faults/faultTable';
import { refuseAsJson, refuseAsXml, withFaults } from '../../../../src/emulator/faults/withFaults';

const table = new FaultTable();
const servers: Server[] = [];
const bases: Record<'arm' | 'blob' | 'scoring', string> = { arm: '', blob: '', scoring: '' };
/** Bodies that the service has read. */
let read: Buffer[] = [];

const service: RequestListener = (request: IncomingMessage, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    read.push(Buffer.concat(chunks));
    const body = JSON.stringify({ id: 'x', properties: { provisioningState: 'Succeeded' }, filler: 'y'.repeat(200) });
    response
      .writeHead((request.url ?? '').includes('busy') ? 409 : 200, {
        'Content-Type': 'application/json',
        'Content-Length': String(body.length),
      })
      .end(body);
  });
};

before(async () => {
  for (const place of ['arm', 'blob', 'scoring'] as const) {
    const isToken = (token: string): boolean => token === 'secret';
    const refuse = place === 'blob' ? refuseAsXml : refuseAsJson;
    const handle = withFaults(service, { place, table, refuse, log: silentLog, ...(place === 'arm' ? { isToken } : {}) });
    const server = createServer(faultRoute(table, isToken, handle));
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    bases[place] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  }
});
afterEach(() => {
  table.clear();
  read = [];
});
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const call = (place: keyof typeof bases, init: RequestInit = {}, path = '/onlineEndpoints/e'): Promise<Response> =>
  fetch(bases[place] + path, init);
const infer = (fault: string): Promise<Response> => {
  table.set([`scoring.${fault}`]);
  return call('scoring', { method: 'POST', body: '{}' }, '/v2/models/m/infer');
};

test('every fault of the catalogue can be set, and says what it looks like', () => {
  table.set(catalogue.map(({ id }) => id));
  assert.equal(table.list().length, catalogue.length);
  assert.equal(new Set(catalogue.map(({ id }) => id)).size, catalogue.length);
  assert.ok(catalogue.every(({ says }) => says.length > 5));
});

test('what is no fault changes nothing and is named', () => {
  table.set(['arm.throttled']);
  for (const spec of [
    'arm.nothing',
    'scoring.liveness-probe',
    'arm.throttled:often',
    'arm.throttled:once,every=2',
    'arm.slow:seconds=-1',
    'arm.slow:every=x',
    '',
    'constructor.name',
  ]) {
    assert.throws(
      () => {
        table.set(['arm.conflict', spec]);
      },
      FaultSpecError,
      spec,
    );
  }
  assert.deepEqual(
    table.list().map(({ id }) => id),
    ['arm.throttled'],
  );
});

test('a fault strikes once, every third time, or by a chance that repeats with its seed', async () => {
  const statuses = async (spec: string, count: number): Promise<number[]> => {
    table.set([spec]);
    const found: number[] = [];
    for (let index = 0; index < count; index++) {
      found.push((await call('arm')).status);
    }
    return found;
  };
  assert.deepEqual(await statuses('arm.conflict:once', 3), [409, 200, 200]);
  assert.deepEqual(await statuses('arm.conflict:every=3', 6), [200, 200, 409, 200, 200, 409]);
  const first = await statuses('arm.conflict:chance=0.3,seed=5', 40);
  assert.deepEqual(await statuses('arm.conflict:chance=0.3,seed=5', 40), first);
  assert.notDeepEqual(await statuses('arm.conflict:chance=0.3,seed=6', 40), first);
  assert.ok(first.includes(409) && first.includes(200));
});

test('a fault is narrowed down by verb and path, and strikes its own service only', async () => {
  table.set(['arm.conflict:method=put,path=/MODELS/']);
  assert.equal((await call('arm', { method: 'PUT', body: '{}' })).status, 200);
  assert.equal((await call('arm', {}, '/models/m')).status, 200);
  assert.equal((await call('blob', { method: 'PUT', body: '{}' }, '/models/m')).status, 200);
  assert.equal((await call('arm', { method: 'PUT', body: '{}' }, '/models/m')).status, 409);
});

test('refusals come in the form of their service, with what a client is to wait for', async () => {
  table.set(['arm.throttled', 'blob.throttled:seconds=7', 'scoring.throttled-until-date']);
  const arm = await call('arm');
  assert.deepEqual([arm.status, arm.headers.get('retry-after')], [429, '1']);
  assert.equal(((await arm.json()) as { error: { code: string } }).error.code, 'TooManyRequests');
  const blob = await call('blob');
  assert.deepEqual([blob.headers.get('retry-after'), blob.headers.get('x-ms-error-code')], ['7', 'TooManyRequests']);
  assert.match(await blob.text(), /<Code>TooManyRequests<\/Code>/);
  assert.ok(Date.parse((await call('scoring')).headers.get('retry-after') ?? '') > Date.now() - 1000);
});

test('connections break before, in the middle of and without an answer', async () => {
  table.set(['arm.closed:once']);
  await assert.rejects(call('arm'));
  assert.deepEqual(read, []);
  table.set(['arm.cut-body:once']);
  await assert.rejects(call('arm').then((answer) => answer.text()));
  table.set(['blob.closed-upload:once']);
  await assert.rejects(call('blob', { method: 'PUT', body: new Uint8Array(3 * 1024 * 1024) }));
  for (const spec of ['arm.no-answer:once', 'arm.stalled:once']) {
    table.set([spec]);
    const abort = new AbortController();
    const waiting = call('arm', { signal: abort.signal }).then((answer) => answer.text());
    while (table.list().length > 0) {
      await new Promise((done) => setTimeout(done, 5));
    }
    assert.equal((await call('arm')).status, 200, 'others are answered meanwhile');
    abort.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
  }
  assert.equal((await call('arm')).status, 200);
});

test('answers come wrong: cut, of another type, of an unknown state, dated wrongly, from somebody else', async () => {
  table.set([
    'arm.cut-json:once',
    'arm.wrong-content-type:once',
    'arm.unknown-state:once',
    'arm.clock-ahead:once',
    'arm.html:once',
    'arm.empty-object:once',
  ]);
  const cut = await (await call('arm')).text();
  assert.throws(() => {
    JSON.parse(cut);
  });
  const typed = await call('arm');
  assert.equal(typed.headers.get('content-type'), 'text/html');
  assert.equal(((await typed.json()) as { id: string }).id, 'x');
  assert.match(await (await call('arm')).text(), /"provisioningState":"Reticulating".*y{200}/);
  assert.ok(Date.parse((await call('arm')).headers.get('date') ?? '') > Date.now() + 80_000_000);
  assert.match(await (await call('arm')).text(), /^<!DOCTYPE html>/);
  assert.equal(await (await call('arm')).text(), '{}');
});

test('an upload arrives changed by one byte', async () => {
  table.set(['blob.corrupted-upload']);
  await call('blob', { method: 'PUT', body: 'abcd' }, '/acct/c/b');
  assert.deepEqual(read[0]?.subarray(1).toString(), 'bcd');
  assert.notEqual(read[0][0], 'a'.charCodeAt(0));
});

test('the front end of an endpoint answers as it does when its container fails', async () => {
  table.set(['scoring.model-refuses:once', 'scoring.rate-limited:once']);
  const refused = await call('scoring');
  assert.deepEqual([refused.status, refused.headers.get('ms-azureml-model-error-statuscode')], [424, '400']);
  assert.equal((await call('scoring')).status, 429);
});

test('bandwidth throttling is told in trailers after the answer', async () => {
  table.set(['scoring.bandwidth:seconds=0']);
  const sent = httpRequest(`${bases.scoring}/score`).end();
  const answer = await new Promise<IncomingMessage>((done) => sent.once('response', done));
  let text = '';
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    text += chunk.toString();
  }
  assert.equal((JSON.parse(text) as { id: string }).id, 'x');
  assert.equal(answer.trailers['ms-azureml-bandwidth-response-delay-ms'], '0');
});

test('hostile answers meet inferences and leave questions about the model alone', async () => {
  table.set(['scoring.not-a-number']);
  assert.match(await (await call('scoring', {}, '/v2/models/m')).text(), /"id":"x"/);
  assert.match(await (await infer('not-a-number')).text(), /\[NaN,Infinity,-Infinity\]/);
  assert.match(await (await infer('duplicate-outputs')).text(), /"outputs":\[(\{.*\}),\1\]/);
  const binary = await infer('wrong-binary-size');
  const head = Number(binary.headers.get('inference-header-content-length'));
  assert.equal((await binary.arrayBuffer()).byteLength, head + 12);
  table.set(['scoring.endless']);
  const reader = (await call('scoring')).body?.getReader();
  assert.ok(((await reader?.read())?.value?.length ?? 0) > 0);
  await reader?.cancel();
});

test('the bomb is gzip that unpacks to zeros, sixteen MiB a member', async () => {
  table.set(['scoring.gzip-bomb']);
  const sent = httpRequest(`${bases.scoring}/score`).end();
  const answer = await new Promise<IncomingMessage>((done) => sent.once('response', done));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size < 64 * 1024) {
      chunks.push(chunk);
    }
  }
  assert.ok(size > 5_000_000 && size < 20_000_000, String(size));
  // One member is 16,320 bytes and a little; what is cut off behind it must not matter here.
  assert.throws(() => gunzipSync(Buffer.concat(chunks), { maxOutputLength: 1024 * 1024 }), { code: 'ERR_BUFFER_TOO_LARGE' });
});

test('a header makes one request fail and no other; of an operation, the one that the request starts', async () => {
  const asks = (fault: string): Record<string, string> => ({ Authorization: 'Bearer secret', 'x-emulator-fault': fault });
  assert.equal((await call('arm', { headers: asks('arm.conflict') })).status, 409);
  assert.equal((await call('arm')).status, 200);
  assert.equal((await call('arm', { headers: asks('arm.nonsense') })).status, 400);
  assert.equal((await call('blob', { headers: { 'x-emulator-fault': 'arm.conflict' } })).status, 400);
  const headers = asks('deployment.image-pull');
  assert.equal(
    (await call('arm', { method: 'PUT', body: '{}', headers }, '/onlineEndpoints/e/deployments/blue?api-version=1')).status,
    200,
  );
  assert.equal(table.outcome('deployment', '/onlineEndpoints/e/deployments/blue-2'), undefined);
  assert.equal(table.outcome('deployment', '/ONLINEENDPOINTS/e/deployments/blue')?.code, 'BadArgument');
  assert.equal(table.outcome('deployment', '/onlineEndpoints/e/deployments/blue'), undefined);
});

test('the header counts only with the token, and an operation that is not started leaves no fault behind', async () => {
  const header = { 'x-emulator-fault': 'deployment.image-pull' };
  const deployment = '/onlineEndpoints/e/deployments/blue';
  assert.equal((await call('arm', { method: 'PUT', body: '{}', headers: header }, deployment)).status, 200);
  assert.equal((await call('arm', { headers: { 'x-emulator-fault': 'arm.conflict', Authorization: 'Bearer other' } })).status, 200);
  assert.deepEqual(table.list(), []);
  const headers = { ...header, Authorization: 'Bearer secret' };
  for (const [method, path] of [['GET', deployment] as const, ['PUT', '/onlineEndpoints/e'] as const]) {
    const body = method === 'PUT' ? { body: '{}' } : {};
    assert.equal((await call('arm', { method, headers, ...body }, path)).status, 400);
    assert.deepEqual(table.list(), []);
  }
  assert.equal((await call('arm', { method: 'PUT', body: '{}', headers }, `${deployment}-busy`)).status, 409);
  for (let turn = 0; turn < 100 && table.list().length > 0; turn += 1) {
    await new Promise((done) => setImmediate(done));
  }
  assert.deepEqual(table.list(), []);
});

test('the resource of faults lists, sets and clears for whoever has the token', async () => {
  const ask = (method: string, body?: string, token = 'secret'): Promise<Response> =>
    fetch(`${bases.arm}/emulator/faults`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    });
  assert.equal((await ask('GET', undefined, 'other')).status, 401);
  assert.equal((await ask('PUT', '{"faults":["arm.server-error"]}')).status, 200);
  assert.equal((await call('arm')).status, 500);
  const listed = (await (await ask('GET')).json()) as { faults: unknown; catalogue: unknown[] };
  assert.deepEqual(listed.faults, [{ id: 'arm.server-error', spec: 'arm.server-error', struck: 1 }]);
  assert.equal(listed.catalogue.length, catalogue.length);
  for (const body of ['', 'x', '[]', '{"faults":"x"}', '{"faults":["x"]}', `{"faults":["${'x'.repeat(100_000)}"]}`]) {
    assert.equal((await ask('PUT', body)).status, 400, body.slice(0, 20));
  }
  assert.equal((await ask('POST')).status, 405);
  assert.equal((await ask('DELETE')).status, 200);
  assert.equal((await call('arm')).status, 200);
});
