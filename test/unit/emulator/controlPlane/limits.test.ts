import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { RateLimits } from '../../../../src/emulator/controlPlane/rateLimits';
import { TestPlane } from './testPlane';

let plane: TestPlane;
let model: string;

beforeEach(async () => {
  plane = new TestPlane();
  await plane.start();
  model = await plane.model('m');
  await plane.endpoint('limited');
});
afterEach(() => plane.end());

const region = '/subscriptions/sub/providers/Microsoft.MachineLearningServices/locations/north';
const setLimit = (family: string, limit: unknown): ReturnType<TestPlane['call']> =>
  plane.call('POST', `${region}/updateQuotas`, { value: [{ id: `${region}/quotas/${family}`, type: 't', limit, unit: 'Count' }] });

async function dsv2(kind: 'usages' | 'quotas'): Promise<unknown[]> {
  const { body } = await plane.call('GET', `${region}/${kind}`);
  const row = body.value?.find((it) => (it['name'] as { value: string }).value === 'standardDSv2Family');
  return [row?.['limit'], row?.['currentValue']];
}

test('a deployment whose cores with the reserve of 20 % do not fit ends as OutOfQuota', async () => {
  // Standard_DS3_v2 has 4 cores: one instance needs two machines' worth with the reserve, 8.
  assert.equal((await setLimit('standardDSv2Family', 7)).status, 200);
  const refused = await plane.deployment('limited', 'blue', model);
  assert.deepEqual([refused.body['status'], refused.body.error?.code, refused.body.error?.target], ['Failed', 'OutOfQuota', 'cores']);
  await setLimit('standarddsv2family', 8);
  assert.equal((await plane.deployment('limited', 'blue', model)).body['status'], 'Succeeded');
  assert.deepEqual(
    [await dsv2('usages'), await dsv2('quotas')],
    [
      [8, 4],
      [8, undefined],
    ],
  );
  const scaled = await plane.call('PATCH', 'onlineEndpoints/limited/deployments/blue', { sku: { capacity: 2 } });
  assert.deepEqual([scaled.status, scaled.code], [400, 'OutOfQuota']);
  const { body } = await plane.call('GET', 'onlineEndpoints/limited/deployments/blue');
  assert.equal(body.properties?.['provisioningState'], 'Succeeded');
});

test('ten instances of four cores need 48, and machines of the A100 family need no reserve', async () => {
  await setLimit('standardDSv2Family', 47);
  const ten = { location: 'north', sku: { name: 'Default', capacity: 10 } };
  const properties = { endpointComputeType: 'Managed', instanceType: 'STANDARD_DS3_V2', model };
  assert.match(
    JSON.stringify((await plane.finish('PUT', 'onlineEndpoints/limited/deployments/ten', { ...ten, properties })).body),
    /48 cores/,
  );
  await setLimit('standardDSv2Family', 48);
  assert.equal((await plane.finish('PUT', 'onlineEndpoints/limited/deployments/ten', { ...ten, properties })).body['status'], 'Succeeded');
  await setLimit('standardNCADSA100v4Family', 24);
  const big = await plane.deployment('limited', 'big', model, { instanceType: 'Standard_NC24ads_A100_v4' });
  assert.equal(big.body['status'], 'Succeeded');
});

test('a limit survives a restart; one of no family, or no number, is refused', async () => {
  await setLimit('standardDSv2Family', 12);
  await plane.stop();
  await plane.start();
  assert.deepEqual(await dsv2('quotas'), [12, undefined]);
  assert.equal((await setLimit('standardNoSuchFamily', 1)).status, 400);
  for (const limit of [-1, 1.5, 'many', null]) {
    assert.equal((await setLimit('standardDSv2Family', limit)).status, 400, String(limit));
  }
});

test('an endpoint takes twenty deployments', async () => {
  for (let index = 0; index < 20; index++) {
    await plane.deployment('limited', `d${index}x`, model);
  }
  const refused = await plane.deployment('limited', 'onemore', model);
  assert.deepEqual([refused.status, refused.code], [400, 'OutOfQuota']);
});

test('an operation fails as it was told to, with the logs of its containers', async () => {
  plane.outcome = {
    code: 'ResourceNotReady',
    message: 'crashed',
    logs: { storageInitializer: ['brought'], inferenceServer: ['E out of memory'] },
  };
  const failed = await plane.deployment('limited', 'blue', model);
  assert.deepEqual([failed.body['status'], failed.body.error?.code], ['Failed', 'ResourceNotReady']);
  const logs = await plane.call('POST', 'onlineEndpoints/limited/deployments/blue/getLogs', { containerType: 'InferenceServer', tail: 10 });
  assert.equal(logs.body['content'], 'E out of memory\n');
  assert.deepEqual(plane.running, []);
  assert.equal((await plane.endpoint('doomed')).body['status'], 'Failed');
});

test('answers tell how much the caller may still read and write; who asks too much is refused only where that was asked for', async () => {
  const read = await plane.call('GET', 'onlineEndpoints');
  const left = Number(read.headers.get('x-ms-ratelimit-remaining-subscription-reads'));
  assert.ok(left > 0 && left < 250, String(left));
  assert.ok((await plane.call('GET', '/tenants')).headers.has('x-ms-ratelimit-remaining-tenant-reads'));
  await plane.stop();
  await plane.start({ throttle: true });
  // Twice what the bucket holds: it fills again by ten a second while they are on their way.
  const answers = await Promise.all(Array.from({ length: 400 }, () => plane.call('DELETE', 'onlineEndpoints/none')));
  const refused = answers.find(({ status }) => status === 429);
  assert.equal(refused?.code, 'TooManyRequests');
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
});

test('buckets fill again with time, for each caller and kind by itself', () => {
  let now = 0;
  const limits = new RateLimits(() => now);
  const path = '/subscriptions/S/x';
  for (let index = 0; index < 200; index++) {
    assert.equal(limits.take('a', 'PUT', path).wait, undefined);
  }
  assert.equal(limits.take('a', 'PATCH', '/subscriptions/s/y').wait, 1);
  assert.equal(limits.take('a', 'GET', path).headers['x-ms-ratelimit-remaining-subscription-reads'], '249');
  assert.equal(limits.take('b', 'PUT', path).wait, undefined);
  now += 1000;
  assert.equal(limits.take('a', 'PUT', path).headers['x-ms-ratelimit-remaining-subscription-writes'], '9');
});
