import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { ContainerClient } from '@azure/storage-blob';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { armClient, datastoreContainer } from './officialClients';

/*
 * The journey of a model, by the unchanged official clients. The tests stand on each other, in this order.
 */
const state = newStateFolder();
const folder = 'LocalUpload/0123/models';
let emulator: EmulatorProcess;
let client: AzureMachineLearningWorkspaces;
let container: ContainerClient;
let workspace: [resourceGroup: string, workspace: string];
let scoringOrigin = '';
let key = '';

before(async () => {
  emulator = await startEmulatorProcess(state.path);
  const { address } = emulator;
  client = armClient(address);
  workspace = [address.resourceGroup, address.workspace];
  container = await datastoreContainer(client, address);
});

after(async () => {
  await emulator.end();
  state.remove();
});

const score = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
  fetch(`${scoringOrigin}${path}`, { ...init, headers: { Authorization: `Bearer ${key}`, ...headers } });

test('shows its workspace', async () => {
  const names: (string | undefined)[] = [];
  for await (const { name } of client.workspaces.listBySubscription()) {
    names.push(name);
  }
  assert.deepEqual(names, [workspace[1]]);
  assert.equal((await client.workspaces.get(...workspace)).location, 'local');
});

test('takes a model in blocks and gives it back unchanged', async () => {
  const blob = container.getBlockBlobClient(`${folder}/model_1/1/model.onnx`);
  await blob.uploadFile('samples/single-model/models/model_1/1/model.onnx', { blockSize: 1024 * 1024, maxSingleShotSize: 1024 });
  await blob.setMetadata({ upload_status: 'completed', name: 'squeezenet', version: '1' });
  const properties = await blob.getProperties();
  assert.equal(properties.metadata?.['upload_status'], 'completed');
  const listed: string[] = [];
  for await (const item of container.listBlobsFlat({ prefix: folder, includeMetadata: true })) {
    listed.push(`${item.name} ${item.properties.contentLength ?? 0} ${item.metadata?.['name'] ?? ''}`);
  }
  assert.deepEqual(listed, [`${folder}/model_1/1/model.onnx ${properties.contentLength ?? -1} squeezenet`]);
  const bytes = await blob.downloadToBuffer(0, undefined, { blockSize: 700_001 });
  assert.equal(bytes.length, properties.contentLength);
});

test('registers the model and numbers its next version', async () => {
  const [group, name] = workspace;
  const modelUri = `azureml://subscriptions/${client.subscriptionId}/resourcegroups/${group}/workspaces/${name}/datastores/workspaceblobstore/paths/${folder}`;
  const body = { properties: { modelUri, modelType: 'triton_model', tags: { from: 'test' } } };
  const version = await client.modelVersions.createOrUpdate(...workspace, 'squeezenet', '1', body);
  assert.equal(version.properties.modelUri, modelUri);
  assert.ok(version.systemData?.createdAt instanceof Date);
  const model = await client.modelContainers.get(...workspace, 'squeezenet');
  assert.equal(model.properties.nextVersion, '2');
  assert.equal(model.properties.latestVersion, '1');
  const other = client.modelVersions.createOrUpdate(...workspace, 'squeezenet', '1', { properties: { modelUri: `${modelUri}2` } });
  await assert.rejects(other, { statusCode: 400, code: 'UserError', message: 'Asset paths cannot be updated.' });
});

test('creates an endpoint', async () => {
  const body = { location: 'local', identity: { type: 'SystemAssigned' }, properties: { authMode: 'Key' } };
  const endpoint = await client.onlineEndpoints.beginCreateOrUpdateAndWait(...workspace, 'contract-test', body);
  assert.equal(endpoint.properties.provisioningState, 'Succeeded');
  scoringOrigin = new URL(endpoint.properties.scoringUri ?? '').origin;
  assert.equal(endpoint.properties.scoringUri, `${scoringOrigin}/score`);
  const keys = await client.onlineEndpoints.listKeys(...workspace, 'contract-test');
  key = keys.primaryKey ?? '';
  assert.notEqual(keys.primaryKey, keys.secondaryKey);
  assert.equal((await score('/v2/health/ready')).status, 404, 'no deployment receives traffic');
});

test('deploys the model and routes traffic to it', async () => {
  const model = `${(await client.workspaces.get(...workspace)).id ?? ''}/models/squeezenet/versions/1`;
  const properties = { endpointComputeType: 'Managed' as const, model, instanceType: 'Standard_NC4as_T4_v3' };
  const body = { location: 'local', sku: { name: 'Default', capacity: 1 }, properties };
  const deployment = await client.onlineDeployments.beginCreateOrUpdateAndWait(...workspace, 'contract-test', 'blue', body);
  assert.equal(deployment.properties.provisioningState, 'Succeeded');
  assert.equal((await score('/v2/health/ready')).status, 404, 'a new deployment has no traffic');
  assert.equal((await score('/v2/health/ready', { 'azureml-model-deployment': 'blue' })).status, 200);
  const endpoint = await client.onlineEndpoints.get(...workspace, 'contract-test');
  endpoint.properties.traffic = { blue: 100 };
  const routed = await client.onlineEndpoints.beginCreateOrUpdateAndWait(...workspace, 'contract-test', endpoint);
  assert.deepEqual(routed.properties.traffic, { blue: 100 });
  const ready = await score('/v2/health/ready');
  assert.deepEqual([ready.status, ready.headers.get('azureml-model-deployment')], [200, 'blue']);
});

test('infers, and wraps what the model refuses', async () => {
  const metadata = (await (await score('/v2/models/model_1')).json()) as { inputs: { name: string; datatype: string; shape: number[] }[] };
  const [input] = metadata.inputs;
  assert.ok(input);
  const shape = input.shape.map((it) => Math.abs(it));
  const data = new Array<number>(shape.reduce((a, b) => a * b)).fill(0);
  const body = JSON.stringify({ inputs: [{ name: input.name, datatype: input.datatype, shape, data }] });
  const answer = await score('/v2/models/model_1/infer', {}, { method: 'POST', body });
  assert.equal(answer.status, 200, await answer.clone().text());
  const { outputs } = (await answer.json()) as { outputs: { data: number[] }[] };
  assert.equal(outputs[0]?.data.length, 1000);
  const refused = await score('/v2/models/model_1/infer', {}, { method: 'POST', body: body.replace(input.name, 'other') });
  assert.deepEqual([refused.status, refused.headers.get('ms-azureml-model-error-statuscode')], [424, '400']);
  assert.match(await refused.text(), /error/);
});

test('keeps strangers out', async () => {
  assert.equal((await fetch(`${scoringOrigin}/v2/health/live`)).status, 401);
  assert.equal((await score('/v2/health/live', { Authorization: 'Bearer wrong' })).status, 401);
  assert.equal((await score('/v2/health/live', { 'azureml-model-deployment': 'green' })).status, 404);
});

test('gives a new key and forgets the old one', async () => {
  await client.onlineEndpoints.beginRegenerateKeysAndWait(...workspace, 'contract-test', { keyType: 'Primary' });
  assert.equal((await score('/v2/health/live')).status, 401);
  key = (await client.onlineEndpoints.listKeys(...workspace, 'contract-test')).primaryKey ?? '';
  assert.equal((await score('/v2/health/live')).status, 200);
  const token = client.onlineEndpoints.getToken(...workspace, 'contract-test');
  await assert.rejects(token, { statusCode: 400 });
});

test('scales and tells how far', async () => {
  const sku = { name: 'Default', capacity: 3 };
  const scaled = await client.onlineDeployments.beginUpdateAndWait(...workspace, 'contract-test', 'blue', { sku });
  assert.equal(scaled.sku?.capacity, 3);
  for await (const { capacity } of client.onlineDeployments.listSkus(...workspace, 'contract-test', 'blue')) {
    assert.equal(capacity?.maximum, 50);
  }
});

test('shows the logs of both containers', async () => {
  const logs = async (containerType: string): Promise<string> =>
    (await client.onlineDeployments.getLogs(...workspace, 'contract-test', 'blue', { containerType, tail: 100 })).content ?? '';
  assert.match(await logs('StorageInitializer'), /model_1\/1\/model\.onnx/);
  assert.match(await logs('InferenceServer'), /model_1/);
});

test('refuses to delete a deployment that has traffic, and deletes it once it has none', async () => {
  const refused = client.onlineDeployments.beginDeleteAndWait(...workspace, 'contract-test', 'blue');
  await assert.rejects(refused, { statusCode: 400 });
  const endpoint = await client.onlineEndpoints.get(...workspace, 'contract-test');
  endpoint.properties.traffic = {};
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...workspace, 'contract-test', endpoint);
  await client.onlineDeployments.beginDeleteAndWait(...workspace, 'contract-test', 'blue');
  await assert.rejects(client.onlineDeployments.get(...workspace, 'contract-test', 'blue'), { statusCode: 404 });
});

test('deletes the endpoint and the model', async () => {
  await client.onlineEndpoints.beginDeleteAndWait(...workspace, 'contract-test');
  await assert.rejects(client.onlineEndpoints.get(...workspace, 'contract-test'), { statusCode: 404 });
  await assert.rejects(score('/v2/health/live'), 'the port of the endpoint is closed');
  await client.modelVersions.delete(...workspace, 'squeezenet', '1');
  await assert.rejects(client.modelVersions.get(...workspace, 'squeezenet', '1'), { statusCode: 404 });
  await container.getBlockBlobClient(`${folder}/model_1/1/model.onnx`).delete();
});
