import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DeployedFolders } from '../../../../src/ui/shell/deployedFolders';

const local = { kind: 'emulator' } as const;
const azure = { kind: 'azure' } as const;
const endpoint = { subscriptionId: 's', resourceGroup: 'g', workspace: 'w', endpoint: 'birds' };
const blue = { place: azure, ref: { ...endpoint, deployment: 'blue' } };
const green = { place: azure, ref: { ...endpoint, deployment: 'green' } };

let folders: DeployedFolders;

beforeEach(() => {
  const kept = new Map<string, unknown>();
  folders = new DeployedFolders({
    get: (key) => kept.get(key),
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  });
});

const folderOf = (...deployments: string[]): string | undefined => folders.folderOf({ place: azure, ref: endpoint }, deployments);

test('each deployment of an endpoint has its own folder, whatever capitals its names are written with', async () => {
  await folders.made(blue, '/birds');
  await folders.made(green, '/cats');
  assert.deepEqual([folderOf('blue'), folderOf('GREEN'), folderOf('red'), folderOf()], ['/birds', '/cats', undefined, undefined]);
});

test('where several deployments may answer, only a folder of them all counts', async () => {
  await folders.made(blue, '/birds');
  assert.equal(folderOf('blue', 'green'), undefined);
  await folders.made(green, '/cats');
  assert.equal(folderOf('blue', 'green'), undefined);
  await folders.made(green, '/birds');
  assert.equal(folderOf('blue', 'green'), '/birds');
});

test('a folder is forgotten once the deployment is of something else, or is deleted', async () => {
  await folders.made(blue, '/birds');
  await folders.made(blue, undefined);
  assert.equal(folderOf('blue'), undefined);
  await folders.made(blue, '/birds');
  await folders.deploymentGone(blue);
  assert.equal(folderOf('blue'), undefined);
});

test('with an endpoint go its deployments, and not those of one whose name begins alike', async () => {
  const other = { ...endpoint, endpoint: 'birds-2' };
  await folders.made(blue, '/birds');
  await folders.made({ place: azure, ref: { ...other, deployment: 'blue' } }, '/more');
  await folders.endpointGone({ place: azure, ref: endpoint });
  assert.deepEqual([folderOf('blue'), folders.folderOf({ place: azure, ref: other }, ['blue'])], [undefined, '/more']);
});

test('a reset of the emulator takes what it knew, and leaves Azure’s', async () => {
  await folders.made(blue, '/birds');
  await folders.made({ ...blue, place: local }, '/local');
  assert.equal(folders.folderOf({ place: local, ref: endpoint }, ['blue']), '/local');
  await folders.emulatorReset();
  assert.deepEqual([folders.folderOf({ place: local, ref: endpoint }, ['blue']), folderOf('blue')], [undefined, '/birds']);
});
