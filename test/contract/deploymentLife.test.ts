import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { registerModel, sampleModel, tritonDeployment } from './modelJourney';
import { armClient } from './officialClients';

let state: ReturnType<typeof newStateFolder>;
let emulator: EmulatorProcess;
let client: AzureMachineLearningWorkspaces;
let workspace: [string, string];

beforeEach(async () => {
  state = newStateFolder();
  await restart();
  const body = { location: 'local', properties: { authMode: 'Key' } };
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...workspace, 'endpoint', body);
});

afterEach(async () => {
  await emulator.end('SIGKILL');
  state.remove();
});

async function restart(): Promise<void> {
  emulator = await startEmulatorProcess(join(state.path, 'state'), '--operation-milliseconds', '50');
  client = armClient(emulator.address);
  workspace = [emulator.address.resourceGroup, emulator.address.workspace];
}

async function isModelReady(): Promise<number> {
  const { properties } = await client.onlineEndpoints.get(...workspace, 'endpoint');
  const { primaryKey = '' } = await client.onlineEndpoints.listKeys(...workspace, 'endpoint');
  const headers = { Authorization: `Bearer ${primaryKey}`, 'azureml-model-deployment': 'blue' };
  return (await fetch(new URL('/v2/models/model_1/ready', properties.scoringUri), { headers })).status;
}

test('answers with the same model after it was killed and started again', async () => {
  const model = await registerModel(client, emulator.address, { name: 'good', file: sampleModel });
  await client.onlineDeployments.beginCreateOrUpdateAndWait(...workspace, 'endpoint', 'blue', tritonDeployment(model));
  assert.equal(await isModelReady(), 200);
  await client.modelVersions.delete(...workspace, 'good', '1');
  await emulator.end('SIGKILL');
  await restart();
  assert.equal(await isModelReady(), 200, 'the first request waits until the model is loaded');
});

test('fails as Azure does when the model is no ONNX, and its log tells why', async () => {
  const junk = join(state.path, 'junk.onnx');
  writeFileSync(junk, 'this is no model');
  const model = await registerModel(client, emulator.address, { name: 'junk', file: junk });
  const deploying = client.onlineDeployments.beginCreateOrUpdateAndWait(...workspace, 'endpoint', 'blue', tritonDeployment(model));
  await assert.rejects(deploying, /ResourceNotReady/); // the SDK puts the code into the message and nowhere else
  const deployment = await client.onlineDeployments.get(...workspace, 'endpoint', 'blue');
  assert.equal(deployment.properties.provisioningState, 'Failed');
  const logs = await client.onlineDeployments.getLogs(...workspace, 'endpoint', 'blue', { containerType: 'InferenceServer', tail: 100 });
  assert.match(logs.content ?? '', /^E.*model_1/m);
  await client.onlineDeployments.beginDeleteAndWait(...workspace, 'endpoint', 'blue');
});

test('fails when the repository is registered one level too deep', async () => {
  await registerModel(client, emulator.address, { name: 'deep', file: sampleModel });
  const modelUri = 'azureml://datastores/workspaceblobstore/paths/LocalUpload/deep/models/model_1';
  const version = await client.modelVersions.createOrUpdate(...workspace, 'deep', '2', {
    properties: { modelUri, modelType: 'triton_model' },
  });
  const deployment = tritonDeployment(version.id ?? '');
  const deploying = client.onlineDeployments.beginCreateOrUpdateAndWait(...workspace, 'endpoint', 'blue', deployment);
  await assert.rejects(deploying, /ResourceNotReady/);
});
