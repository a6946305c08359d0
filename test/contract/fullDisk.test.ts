import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { registerModel, sampleModel } from './modelJourney';
import { armClient, datastoreContainer } from './officialClients';

/** A file system of 4 MB can be had as root on Linux only. */
const mounted = newStateFolder();
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', mounted.path]).status === 0;
const needsMount = { skip: isMounted ? false : 'a small file system cannot be mounted here' };
let emulator: EmulatorProcess | undefined;
let client: AzureMachineLearningWorkspaces;

before(async () => {
  if (isMounted) {
    emulator = await startEmulatorProcess(mounted.path);
    client = armClient(emulator.address);
  }
});

after(async () => {
  await emulator?.end();
  if (isMounted) {
    spawnSync('umount', [mounted.path]);
  }
  mounted.remove();
});

const files = (): string[] => readdirSync(mounted.path, { recursive: true, encoding: 'utf8' }).sort();

test('refuses a model that does not fit, leaves nothing of it, and goes on', needsMount, async () => {
  assert.ok(emulator);
  const { address } = emulator;
  const container = await datastoreContainer(client, address);
  const before = files();
  const tooBig = container.getBlockBlobClient('LocalUpload/big/models/model_1/1/model.onnx').uploadFile(sampleModel);
  await assert.rejects(tooBig, { statusCode: 507 });
  assert.deepEqual(files(), before);
  await registerModel(client, address, { name: 'small', file: 'package.json' });
  const version = await client.modelVersions.get(address.resourceGroup, address.workspace, 'small', '1');
  assert.equal(version.properties.modelType, 'triton_model');
});
