import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { AzureError } from '../../src/azure/azureError';
import type { AzureMl } from '../../src/azure/azureMl';
import { openAzureMl } from '../../src/azure/openAzureMl';
import { allPages } from '../../src/azure/page';
import { modelVersionId, type WorkspaceRef } from '../../src/azure/resourceRefs';
import { silentLog } from '../../src/base/log';
import { emulatorConnection, startEmulator, type RunningEmulator } from '../../src/operations/startEmulator';
import { signal } from '../unit/azure/openTestClient';

describe('the client against the emulator', () => {
  let emulator: RunningEmulator;
  let azure: AzureMl;
  let stateFolder: string;
  let workspace: WorkspaceRef;

  before(async () => {
    stateFolder = await mkdtemp(join(tmpdir(), 'emulator-state-'));
    emulator = await startEmulator({ script: resolve('dist/emulator.js'), stateFolder, port: 0, onLog: () => undefined }, signal);
    azure = openAzureMl(emulatorConnection(emulator.address, silentLog), { hashWorker: resolve('dist/hashWorker.js') });
    const { subscriptionId, resourceGroup, workspace: name } = emulator.address;
    workspace = { subscriptionId, resourceGroup, workspace: name };
  });

  after(async () => {
    await emulator.stop();
    await rm(stateFolder, { recursive: true, force: true });
  });

  test('the account sees its tenant, subscription and workspace', async () => {
    const [subscriptions, tenants] = await Promise.all([azure.directory.subscriptions(signal), azure.directory.tenants(signal)]);
    assert.ok(subscriptions.some(({ subscriptionId }) => subscriptionId === workspace.subscriptionId));
    assert.ok(tenants.length > 0);
    const workspaces = await allPages(await azure.workspaces.list(workspace.subscriptionId, signal), signal);
    assert.deepEqual(
      workspaces.map(({ ref }) => ref),
      [workspace],
    );
  });

  test('a folder becomes a model version, a served endpoint, and nothing again', async () => {
    const model = { ...workspace, model: 'densenet' };
    assert.equal(await azure.models.nextVersion(model, signal), '1');
    const version = { ...model, version: '1' };
    const asset = { name: 'densenet', version: '1' };
    const upload = await azure.uploader.upload({ workspace, path: resolve('samples/single-model/models'), asset }, () => undefined, signal);
    await azure.models.putVersion(version, { uri: upload.modelUri, type: 'triton_model', tags: new Map([['framework', 'onnx']]) }, signal);
    const latest = await azure.models.latest(model, signal);
    assert.deepEqual([latest.ref, latest.type, latest.tags.get('framework')], [version, 'triton_model', 'onnx']);

    const { location } = await azure.workspaces.get(workspace, signal);
    const endpoint = { ...workspace, endpoint: 'client-test' };
    const states: string[] = [];
    await azure.endpoints.put(endpoint, { location, authMode: 'Key' }, { signal, onState: (state) => states.push(state) });
    const deployment = { ...endpoint, deployment: 'blue' };
    const body = { location, model: modelVersionId(version), instanceType: 'Standard_DS3_v2', instanceCount: 1 };
    const served = await azure.deployments.put(deployment, body, { signal, onState: (state) => states.push(state) });
    assert.deepEqual([served.state, served.instanceCount, served.instanceType?.toLowerCase()], ['Succeeded', 1, 'standard_ds3_v2']);
    assert.ok(states.length > 0, 'somebody who waits hears of it');

    const routed = await azure.endpoints.setTraffic(endpoint, new Map([['blue', 100]]), { signal });
    assert.deepEqual([...routed.traffic], [['blue', 100]]);
    const key = await azure.endpoints.scoringSecret(routed, signal);
    const base = new URL(routed.scoringUri ?? '').origin;
    const ready = await fetch(`${base}/v2/health/ready`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(ready.status, 200);
    assert.notEqual(await azure.deployments.logs(deployment, 'InferenceServer', 50, signal), '');

    // Updating an endpoint must not take its traffic away.
    await azure.endpoints.put(endpoint, { location, authMode: 'Key', description: 'again' }, { signal });
    const updated = await azure.endpoints.get(endpoint, signal);
    assert.deepEqual([updated.description, updated.traffic.get('blue')], ['again', 100]);

    await azure.endpoints.setTraffic(endpoint, new Map(), { signal });
    await azure.deployments.delete(deployment, { signal });
    assert.deepEqual((await azure.deployments.list(endpoint, signal)).items, []);
    await azure.endpoints.delete(endpoint, { signal });
    await azure.models.deleteVersion(version, signal);
    assert.deepEqual((await azure.endpoints.list(workspace, signal)).items, []);
  });

  test('versions come newest first, page by page', async () => {
    const model = { ...workspace, model: 'many' };
    const uri = 'azureml://datastores/workspaceblobstore/paths/LocalUpload/0/models';
    for (let version = 1; version <= 12; version++) {
      await azure.models.putVersion({ ...model, version: String(version) }, { uri, type: 'triton_model' }, signal);
    }
    const versions = await allPages(await azure.models.versions(model, signal), signal);
    assert.deepEqual(
      versions.map(({ ref }) => ref.version),
      ['12', '11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1'],
    );
    await azure.models.delete(model, signal);
  });

  test('a name that Azure refuses is refused with its code', async () => {
    const put = azure.endpoints.put({ ...workspace, endpoint: 'x' }, { location: 'westeurope', authMode: 'Key' }, { signal });
    await assert.rejects(put, (error) => error instanceof AzureError && error.kind === 'refused' && error.code !== '');
  });
});
