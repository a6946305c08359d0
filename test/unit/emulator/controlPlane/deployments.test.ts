import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { TestPlane, type Answered } from './testPlane';

let plane: TestPlane;
let model = '';
beforeEach(async () => {
  plane = new TestPlane();
  await plane.start();
  model = await plane.model('m');
  await plane.endpoint('endpoint');
});
afterEach(() => plane.end());

const path = 'onlineEndpoints/endpoint/deployments/blue';
const state = async (): Promise<unknown> => (await plane.call('GET', path)).body.properties?.['provisioningState'];
const logs = async (containerType?: string): Promise<string> =>
  String(
    (await plane.call('POST', `${path}/getLogs`, containerType === undefined ? undefined : { containerType, tail: 10 })).body['content'],
  );

test('brings the model to a folder of its own and starts a server on it', async () => {
  assert.equal((await plane.deployment('endpoint', 'blue', model)).body['status'], 'Succeeded');
  const [repository = ''] = plane.running;
  assert.ok(existsSync(join(repository, 'm/1/model.onnx')));
  const { body } = await plane.call('GET', path);
  assert.deepEqual(
    [body['sku'], body.properties?.['scaleSettings']],
    [{ name: 'Default', tier: 'Standard', capacity: 1 }, { scaleType: 'Default' }],
  );
  assert.match(await logs('StorageInitializer'), /m\/1\/model\.onnx/);
  assert.match(await logs(), /a good repository/);
});

test('fails with the reasons of the server when a model cannot be loaded, and keeps its log', async () => {
  plane.failures = [{ model: 'm', reason: 'Protobuf parsing failed' }];
  const { body } = await plane.deployment('endpoint', 'blue', model);
  assert.deepEqual([body['status'], body.error?.code, body.error?.details?.[0]?.target], ['Failed', 'ResourceNotReady', 'm']);
  assert.equal(await state(), 'Failed');
  assert.match(await logs('InferenceServer'), /a bad repository/);
  assert.deepEqual(plane.running, []);
});

test('fails when the blobs of the model are gone', async () => {
  plane.models.clear();
  const { body } = await plane.deployment('endpoint', 'blue', model);
  assert.deepEqual([body.error?.code, body.error?.details?.[0]?.code], ['BadArgument', 'ResourceNotFound']);
  assert.match(await logs('StorageInitializer'), /ERROR/);
});

test('goes on with the old model while, and after, a new one fails to load', async () => {
  await plane.deployment('endpoint', 'blue', model);
  const before = [...plane.running];
  plane.failures = [{ model: 'n', reason: 'bad' }];
  const other = await plane.model('n');
  assert.equal((await plane.deployment('endpoint', 'blue', other)).body['status'], 'Failed');
  assert.deepEqual(plane.running, before);
  plane.failures = [];
  assert.equal((await plane.deployment('endpoint', 'blue', other)).body['status'], 'Succeeded');
  assert.equal(plane.running.length, 1);
  assert.notDeepEqual(plane.running, before);
  assert.equal(existsSync(before[0] ?? ''), false, 'the copy of the old model is gone');
});

test('does not load a model again that it serves already', async () => {
  await plane.deployment('endpoint', 'blue', model);
  const before = [...plane.running];
  await plane.deployment('endpoint', 'blue', model, { requestSettings: { requestTimeout: 'PT30S' } });
  assert.deepEqual(plane.running, before);
});

test('serves again after a restart, and finishes what was interrupted', async () => {
  await plane.deployment('endpoint', 'blue', model);
  await plane.stop();
  await plane.start({ operationMilliseconds: () => 60_000 });
  assert.equal(plane.running.length, 1);
  const put = { location: 'north', properties: { endpointComputeType: 'Managed', instanceType: 'Standard_DS3_v2', model } };
  const { status } = await plane.call('PUT', 'onlineEndpoints/endpoint/deployments/green', put);
  assert.equal(status, 201);
  await plane.stop();
  await plane.start();
  const green = (): Promise<Answered> => plane.call('GET', 'onlineEndpoints/endpoint/deployments/green');
  while ((await green()).body.properties?.['provisioningState'] === 'Creating') {
    await new Promise((done) => setTimeout(done, 5));
  }
  assert.equal((await green()).body.properties?.['provisioningState'], 'Succeeded');
  assert.equal(plane.running.length, 2);
});

test('is scaled by PATCH, within limits', async () => {
  await plane.deployment('endpoint', 'blue', model);
  const scaled = await plane.finish('PATCH', path, { sku: { capacity: 50, name: 'Default' } });
  assert.deepEqual([scaled.status, scaled.body['sku']], [200, { name: 'Default', tier: 'Standard', capacity: 50 }]);
  for (const capacity of [0, 51, 1.5]) {
    assert.equal((await plane.finish('PATCH', path, { sku: { capacity } })).status, 400);
  }
});

test('cannot be deleted while it has traffic, live or mirrored', async () => {
  await plane.deployment('endpoint', 'blue', model);
  await plane.endpoint('endpoint', { traffic: { blue: 100 } });
  assert.equal((await plane.call('DELETE', path)).status, 400);
  await plane.endpoint('endpoint', { mirrorTraffic: { blue: 10 } });
  assert.equal((await plane.call('DELETE', path)).status, 400);
  await plane.endpoint('endpoint', { traffic: { blue: 0 } });
  const repository = plane.running[0] ?? '';
  assert.equal((await plane.finish('DELETE', path)).status, 204);
  assert.deepEqual([existsSync(repository), (await plane.call('DELETE', path)).status], [false, 204]);
});

const refusals: Readonly<Record<string, [changes: Record<string, unknown>, status: number]>> = {
  'an instance type that does not exist': [{ instanceType: 'Standard_Huge' }, 400],
  'a retired instance type': [{ instanceType: 'Standard_NC6s_v3' }, 400],
  'no model': [{ model: undefined }, 400],
  'a model that is not registered': [{ model: 'azureml:unknown:1' }, 400],
  'a model of another workspace': [
    { model: '/subscriptions/sub/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/neighbour/models/m/versions/1' },
    400,
  ],
  'a timeout over 180 s': [{ requestSettings: { requestTimeout: 'PT181S' } }, 400],
  'a timeout that is no duration': [{ requestSettings: { requestTimeout: '5' } }, 400],
  'no concurrency': [{ requestSettings: { maxConcurrentRequestsPerInstance: 0 } }, 400],
  'an environment': [{ environmentId: 'azureml:env:1' }, 501],
  Kubernetes: [{ endpointComputeType: 'Kubernetes' }, 501],
};

for (const [what, [changes, status]] of Object.entries(refusals)) {
  test(`refuses ${what}, and makes nothing`, async () => {
    assert.equal((await plane.deployment('endpoint', 'blue', model, changes)).status, status);
    assert.equal((await plane.call('GET', path)).status, 404);
    assert.equal((await plane.deployment('endpoint', 'blue', model)).body['status'], 'Succeeded', 'the endpoint is not left busy');
  });
}

test('names the parent when there is no endpoint to deploy to', async () => {
  assert.equal((await plane.deployment('nowhere', 'blue', model)).code, 'ParentResourceNotFound');
});

test('takes the short form of a model, and custom models only with what they need', async () => {
  assert.equal((await plane.deployment('endpoint', 'blue', 'azureml:m:1')).body['status'], 'Succeeded');
  const modelUri = 'azureml://datastores/workspaceblobstore/paths/x';
  await plane.call('PUT', 'models/custom/versions/1', { properties: { modelUri, modelType: 'custom_model' } });
  await plane.call('PUT', 'models/flow/versions/1', { properties: { modelUri, modelType: 'mlflow_model' } });
  assert.equal((await plane.deployment('endpoint', 'green', 'azureml:custom:1')).status, 400);
  assert.equal((await plane.deployment('endpoint', 'green', 'azureml:flow:1')).status, 501);
});

test('keeps one folder for each deployment and none for those that are gone', async () => {
  await plane.deployment('endpoint', 'blue', model);
  const deployments = join(plane.running[0] ?? '', '../..');
  await plane.deployment('endpoint', 'green', model);
  assert.equal(readdirSync(deployments).length, 2);
  await plane.finish('DELETE', 'onlineEndpoints/endpoint');
  assert.deepEqual(readdirSync(deployments), []);
});
