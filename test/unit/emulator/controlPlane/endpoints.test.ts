import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestPlane } from './testPlane';

const plane = new TestPlane();
let model = '';
before(async () => {
  await plane.start();
  model = await plane.model('m');
});
after(() => plane.end());

test('creates an endpoint by an operation whose answers say how long to wait', async () => {
  const first = await plane.call('PUT', 'onlineEndpoints/new-endpoint', { location: 'north', properties: { authMode: 'key' } });
  assert.deepEqual([first.status, first.body.properties?.['provisioningState'], first.headers.get('Retry-After')], [201, 'Creating', '1']);
  const url = first.headers.get('Azure-AsyncOperation') ?? '';
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/.*\/mfeOperationsStatus\/oe:[0-9a-f-]{36}:[0-9a-f-]{36}\?api-version=2024-10-01$/);
  const poll = await plane.call('GET', url);
  assert.deepEqual([poll.body['status'], poll.headers.get('Retry-After')], ['InProgress', '1']);
  const busy = await plane.call('PUT', 'onlineEndpoints/new-endpoint', { location: 'north', properties: { authMode: 'Key' } });
  assert.deepEqual([busy.status, busy.code], [409, 'Conflict']);
  assert.equal((await plane.call('DELETE', 'onlineEndpoints/new-endpoint')).status, 409);
  while ((await plane.call('GET', url)).body['status'] === 'InProgress') {
    await new Promise((done) => setTimeout(done, 5));
  }
  const { body } = await plane.call('GET', 'onlineEndpoints/new-endpoint');
  assert.deepEqual(
    [body.properties?.['provisioningState'], body.properties?.['scoringUri'], body.properties?.['authMode']],
    ['Succeeded', 'http://127.0.0.1:7/score', 'Key'],
  );
  assert.deepEqual(Object.keys(body.properties?.['properties'] as object), ['azureml.onlineendpointid', 'AzureAsyncOperationUri']);
});

for (const [name, why] of [
  ['ab', 'too short'],
  ['a'.repeat(33), 'too long'],
  ['1abc', 'starts with a digit'],
  ['abc-', 'ends with a dash'],
  ['a_bc', 'has an underscore'],
]) {
  test(`refuses an endpoint name that ${why ?? ''}`, async () => {
    assert.deepEqual(
      [(await plane.endpoint(name ?? '')).status, (await plane.call('GET', `onlineEndpoints/${name ?? ''}`)).status],
      [400, 404],
    );
  });
}

test('takes names of 3 and of 32 characters', async () => {
  assert.equal((await plane.endpoint('abc')).body['status'], 'Succeeded');
  assert.equal((await plane.endpoint('a'.repeat(32))).body['status'], 'Succeeded');
});

test('refuses a name that another workspace of the region has', async () => {
  await plane.endpoint('taken');
  const neighbour = '/subscriptions/sub/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/neighbour';
  const answer = await plane.call('PUT', `${neighbour}/onlineEndpoints/Taken`, { location: 'north', properties: { authMode: 'Key' } });
  assert.deepEqual([answer.status, answer.body.error?.target], [400, 'name']);
});

test('keeps what the service and earlier writers put into properties', async () => {
  await plane.endpoint('kept', { properties: { mine: '1' } });
  await plane.endpoint('kept', { properties: { other: '2', 'azureml.onlineendpointid': 'forged' }, description: 'd' });
  const { properties } = (await plane.call('GET', 'onlineEndpoints/kept')).body;
  const inner = properties?.['properties'] as Record<string, string>;
  assert.deepEqual([inner['mine'], inner['other'], properties?.['description']], ['1', '2', 'd']);
  assert.match(inner['azureml.onlineendpointid'] ?? '', /^\/subscriptions\/sub\/.*\/onlineendpoints\/kept$/);
});

test('routes traffic to deployments that exist, 0 or 100 in sum', async () => {
  await plane.endpoint('routed');
  await plane.deployment('routed', 'blue', model);
  await plane.deployment('routed', 'green', model);
  const traffic = async (live: Record<string, unknown>, mirror: Record<string, unknown> = {}): Promise<number> =>
    (await plane.endpoint('routed', { traffic: live, mirrorTraffic: mirror })).status;
  assert.equal(await traffic({ blue: 90, GREEN: 10 }), 200);
  assert.deepEqual((await plane.call('GET', 'onlineEndpoints/routed')).body.properties?.['traffic'], { blue: 90, green: 10 });
  assert.equal(await traffic({ blue: 90 }), 400);
  assert.equal(await traffic({ blue: 100, red: 0 }), 200);
  assert.equal(await traffic({ red: 100 }), 400);
  assert.equal(await traffic({ blue: 150, green: -50 }), 400);
  assert.equal(await traffic({ blue: 99.5, green: 0.5 }), 400);
  assert.equal(await traffic({ blue: 100 }, { green: 51 }), 400);
  assert.equal(await traffic({ blue: 100 }, { blue: 10 }), 400);
  assert.equal(await traffic({ blue: 100 }, { green: 50 }), 200);
  assert.equal(await traffic({}), 200);
});

test('changes tags by PATCH and nothing else', async () => {
  await plane.endpoint('patched');
  const result = await plane.finish('PATCH', 'onlineEndpoints/patched', { tags: { a: 'b' }, properties: { authMode: 'AMLToken' } });
  assert.deepEqual([result.status, result.body['tags'], result.body.properties?.['authMode']], [200, { a: 'b' }, 'Key']);
});

test('gives keys to key endpoints and tokens to token endpoints', async () => {
  await plane.endpoint('keyed', { keys: { primaryKey: 'chosen' } });
  await plane.endpoint('tokened', { authMode: 'AMLToken' });
  assert.equal((await plane.call('POST', 'onlineEndpoints/keyed/listKeys')).body['primaryKey'], 'chosen');
  assert.equal((await plane.call('POST', 'onlineEndpoints/keyed/token')).status, 400);
  assert.equal((await plane.call('POST', 'onlineEndpoints/tokened/listkeys')).status, 400);
  const { body } = await plane.call('POST', 'onlineEndpoints/tokened/token');
  assert.ok(Math.abs(Number(body['expiryTimeUtc']) - Date.now() / 1000 - 60) < 3);
  assert.ok(Number(body['refreshAfterTimeUtc']) < Number(body['expiryTimeUtc']));
  assert.equal(JSON.stringify((await plane.call('GET', 'onlineEndpoints/keyed')).body).includes('chosen'), false);
});

test('regenerates the key that was named, also when its present value is sent along', async () => {
  await plane.endpoint('renewed');
  const keys = async (): Promise<[unknown, unknown]> => {
    const { body } = await plane.call('POST', 'onlineEndpoints/renewed/listKeys');
    return [body['primaryKey'], body['secondaryKey']];
  };
  const [primary, secondary] = await keys();
  assert.equal(
    (await plane.finish('POST', 'onlineEndpoints/renewed/regenerateKeys', { keyType: 'Primary', keyValue: primary })).status,
    204,
  );
  const [next, same] = await keys();
  assert.notEqual(next, primary);
  assert.equal(same, secondary);
  await plane.finish('POST', 'onlineEndpoints/renewed/regenerateKeys', { keyType: 'Secondary', keyValue: 'given' });
  assert.deepEqual(await keys(), [next, 'given']);
});

test('deletes an endpoint with its deployments, keys and port, but not its model', async () => {
  await plane.endpoint('doomed');
  await plane.deployment('doomed', 'blue', model);
  const runningBefore = plane.running.length;
  assert.equal((await plane.finish('DELETE', 'onlineEndpoints/doomed')).status, 204);
  assert.equal((await plane.call('GET', 'onlineEndpoints/doomed')).status, 404);
  assert.equal(plane.running.length, runningBefore - 1);
  assert.equal(
    plane.openPorts.some((it) => it.endsWith('/doomed')),
    false,
  );
  assert.equal((await plane.call('DELETE', 'onlineEndpoints/doomed')).status, 204);
  assert.equal((await plane.call('GET', 'models/m/versions/1')).status, 200);
});
