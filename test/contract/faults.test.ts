import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { readFaults, setFaults } from '../../src/operations/emulatorFaults';
import { newStateFolder, spawnEmulator, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { registerModel, sampleModel, tritonDeployment } from './modelJourney';
import { armClient, datastoreContainer } from './officialClients';

const never = new AbortController().signal;
let state: ReturnType<typeof newStateFolder>;
let emulator: EmulatorProcess | undefined;
let client: AzureMachineLearningWorkspaces;
let workspace: [string, string];

beforeEach(() => {
  state = newStateFolder();
});
afterEach(async () => {
  await emulator?.end('SIGKILL');
  state.remove();
});

async function start(...args: string[]): Promise<EmulatorProcess> {
  emulator = await startEmulatorProcess(state.path, '--operation-milliseconds', '20', ...args);
  client = armClient(emulator.address);
  workspace = [emulator.address.resourceGroup, emulator.address.workspace];
  return emulator;
}

const endpoint = { location: 'local', properties: { authMode: 'Key' } };

test('a quota that is used up fails the deployment in the service’s words; cleared, it ends well', async () => {
  const { address } = await start();
  const model = await registerModel(client, address, { name: 'good', file: sampleModel });
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...workspace, 'endpoint', endpoint);
  await setFaults(address, ['deployment.out-of-quota-cores'], never);
  const deploy = (): Promise<unknown> =>
    client.onlineDeployments.beginCreateOrUpdateAndWait(...workspace, 'endpoint', 'blue', tritonDeployment(model));
  await assert.rejects(deploy(), /OutOfQuota.*cores/);
  assert.equal((await client.onlineDeployments.get(...workspace, 'endpoint', 'blue')).properties.provisioningState, 'Failed');
  assert.equal((await readFaults(address, never)).set[0]?.struck, 1);
  await setFaults(address, [], never);
  await deploy();
  assert.equal((await client.onlineDeployments.get(...workspace, 'endpoint', 'blue')).properties.provisioningState, 'Succeeded');
});

test('a container that crashes has logs that tell so, and what was served goes on', async () => {
  const { address } = await start();
  const model = await registerModel(client, address, { name: 'good', file: sampleModel });
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...workspace, 'endpoint', endpoint);
  await client.onlineDeployments.beginCreateOrUpdateAndWait(...workspace, 'endpoint', 'blue', tritonDeployment(model));
  await setFaults(address, ['deployment.gpu-out-of-memory:once'], never);
  const again = client.onlineDeployments.beginCreateOrUpdateAndWait(...workspace, 'endpoint', 'blue', tritonDeployment(model));
  await assert.rejects(again, /ResourceNotReady/);
  const logs = await client.onlineDeployments.getLogs(...workspace, 'endpoint', 'blue', { containerType: 'InferenceServer', tail: 100 });
  assert.match(logs.content ?? '', /out of memory/);
  assert.deepEqual((await readFaults(address, never)).set, []);
  const { primaryKey = '' } = await client.onlineEndpoints.listKeys(...workspace, 'endpoint');
  const { properties } = await client.onlineEndpoints.get(...workspace, 'endpoint');
  const headers = { Authorization: `Bearer ${primaryKey}`, 'azureml-model-deployment': 'blue' };
  assert.equal((await fetch(new URL('/v2/models/model_1/ready', properties.scoringUri), { headers })).status, 200);
});

test('faults of all three services are set at the start, and the clients of Azure meet them', async () => {
  const { address } = await start('--fault', 'arm.throttled:once', '--fault', 'blob.unavailable:once', '--fault', 'scoring.rate-limited');
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...workspace, 'endpoint', endpoint); // it waits and asks again
  const container = await datastoreContainer(client, address);
  await container.getBlockBlobClient('a').upload('x', 1);
  const { properties } = await client.onlineEndpoints.get(...workspace, 'endpoint');
  assert.equal((await fetch(properties.scoringUri ?? '')).status, 429);
  assert.deepEqual(
    (await readFaults(address, never)).set.map(({ id }) => id),
    ['scoring.rate-limited'],
  );
});

test('a fault that does not exist is refused: by a start with status 2, by a running emulator in words', async () => {
  const child = spawnEmulator(state.path, '--fault', 'arm.nothing');
  const [status] = await new Promise<unknown[]>((done) =>
    child.once('close', (...all) => {
      done(all);
    }),
  );
  assert.equal(status, 2);
  const { address } = await start();
  await assert.rejects(setFaults(address, ['arm.nothing'], never), { code: 'faults-refused', message: /arm\.nothing/ });
  await assert.rejects(readFaults({ ...address, token: 'wrong' }, never), { code: 'faults-refused' });
  await assert.rejects(readFaults({ ...address, armEndpoint: 'http://127.0.0.1:9' }, never), { code: 'emulator-unreachable' });
});
