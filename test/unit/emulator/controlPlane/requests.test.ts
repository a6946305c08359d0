import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestPlane } from './testPlane';

const plane = new TestPlane();
before(() => plane.start());
after(() => plane.end());

const workspace = '/subscriptions/sub/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws';

test('matches paths in any casing and ignores a slash at the end', async () => {
  assert.equal((await plane.call('GET', workspace.toLowerCase())).body['name'], 'ws');
  assert.equal((await plane.call('GET', `${workspace.toUpperCase().replace('SUB/', 'sub/')}/`)).status, 200);
});

test('wants an api-version that looks like one, any of them', async () => {
  assert.equal((await plane.call('GET', `${workspace}?api-version=`)).code, 'MissingApiVersionParameter');
  assert.equal((await plane.call('GET', `${workspace}?api-version=latest`)).code, 'InvalidApiVersionParameter');
  assert.equal((await plane.call('GET', `${workspace}?api-version=2099-12-31-preview`)).status, 200);
});

test('shows the metadata document without a token, on the host that was asked', async () => {
  const { body } = await plane.call('GET', '/metadata/endpoints', undefined, { Authorization: '' });
  const [cloud] = body as unknown as { resourceManager: string; suffixes: { storage: string } }[];
  assert.match(cloud?.resourceManager ?? '', /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.equal(cloud?.suffixes.storage, 'core.localhost:1');
});

test('answers 401 before it tells whether something exists', async () => {
  for (const path of [workspace, '/nothing']) {
    assert.equal((await plane.call('GET', path, undefined, { Authorization: 'Bearer wrong' })).code, 'InvalidAuthenticationToken');
  }
});

test('says 501 for what Azure has and it has not', async () => {
  assert.deepEqual([(await plane.call('GET', 'jobs')).status, (await plane.call('GET', 'jobs')).code], [501, 'EmulatorNotSupported']);
  assert.equal((await plane.call('DELETE', workspace)).code, 'EmulatorNotSupported');
  const insights = `${workspace}/onlineEndpoints/e/providers/Microsoft.Insights/metrics`;
  const registry = '/subscriptions/sub/resourceGroups/rg/providers/Microsoft.MachineLearningServices/registries/r/models/m';
  const others = [
    ['GET', insights],
    ['GET', registry],
    ['PUT', `${workspace}/batchEndpoints/b`],
    ['POST', `${workspace}/codes/c/versions/1/startPendingUpload`],
    ['POST', `${workspace}/onlineEndpoints/e/score`],
    ['PUT', '/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Insights/autoscalesettings/a'],
    ['PUT', '/subscriptions/sub/resourceGroups/new'],
    ['GET', '/providers/Microsoft.MachineLearningServices/operations'],
  ] as const;
  for (const [method, path] of others) {
    const { status, code } = await plane.call(method, path, method === 'GET' ? undefined : {});
    assert.deepEqual([status, code], [501, 'EmulatorNotSupported'], path);
  }
});

test('names what is wrong with a body', async () => {
  assert.equal((await plane.call('PUT', 'onlineEndpoints/abc', '{"location": ')).code, 'InvalidRequestContent');
  assert.equal((await plane.call('PUT', 'onlineEndpoints/abc', '[]')).code, 'InvalidRequestContent');
  const wrong = await plane.call('PUT', 'onlineEndpoints/abc', { location: 'north', properties: { authMode: 7 } });
  assert.deepEqual([wrong.status, wrong.body.error?.target], [400, 'body.properties.authMode']);
  const unknown = await plane.call('PUT', 'onlineEndpoints/abc', { location: 'north', properties: { authMode: 'Password' } });
  assert.equal(unknown.code, 'InvalidRequestContent');
});

test('tells missing subscriptions, groups and workspaces apart', async () => {
  const at = (sub: string, group: string, name: string): string =>
    `/subscriptions/${sub}/resourceGroups/${group}/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
  assert.equal((await plane.call('GET', at('none', 'rg', 'ws'))).code, 'SubscriptionNotFound');
  assert.equal((await plane.call('GET', at('sub', 'none', 'ws'))).code, 'ResourceGroupNotFound');
  assert.equal((await plane.call('GET', at('sub', 'rg', 'none'))).code, 'ResourceNotFound');
});

test('gives the client its request id back, with one of its own', async () => {
  const { headers } = await plane.call('GET', workspace, undefined, { 'x-ms-client-request-id': 'mine' });
  assert.equal(headers.get('x-ms-client-request-id'), 'mine');
  assert.match(headers.get('x-ms-request-id') ?? '', /^[0-9a-f-]{36}$/);
});

test('gives a signature for the container of the workspace, for as long as was asked', async () => {
  const { body } = await plane.call('POST', 'datastores/workspaceblobstore/listSecrets', { expirableSecret: true, expireAfterHours: 3 });
  assert.match(String(body['sasToken']), /^sig=azureml-blobstore-[0-9a-f-]{36}-3$/);
  assert.equal((await plane.call('POST', 'datastores/workspaceblobstore/listSecrets')).body['secretsType'], 'Sas');
  assert.equal((await plane.call('GET', 'datastores/other')).status, 404);
});

test('lists machine sizes with their GPUs, and what of them is in use', async () => {
  const sizes = await plane.call('GET', '/subscriptions/sub/providers/Microsoft.MachineLearningServices/locations/north/vmSizes');
  const t4 = sizes.body.value?.find((it) => it['name'] === 'Standard_NC4as_T4_v3');
  assert.deepEqual([t4?.['vCPUs'], t4?.['gpus'], t4?.['memoryGB']], [4, 1, 28]);
  assert.equal(
    sizes.body.value?.find((it) => it['name'] === 'Standard_NC6s_v3'),
    undefined,
    'retired',
  );
  const usages = await plane.call('GET', '/subscriptions/sub/providers/Microsoft.MachineLearningServices/locations/north/usages');
  assert.equal(usages.body.value?.[0]?.['currentValue'], 0);
});
