import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import { bytesProperty, registerModel } from '../../../src/operations/registerModel';
import { azureError, FakeAzure, workspace } from './fakeAzure';

const signal = new AbortController().signal;
const model = { type: 'triton_model', path: '/repository/models' };
const withCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof UserError && error.code === code;

test('uploads the folder, then registers it as the version that was asked for', async () => {
  const azure = new FakeAzure();
  const { ref } = await registerModel(workspace, { ...model, name: 'm', version: '7', datastore: 'other' }, azure, signal);
  assert.deepEqual(ref, { ...workspace, model: 'm', version: '7' });
  assert.deepEqual(azure.uploads, [{ workspace, path: model.path, datastore: 'other', asset: { name: 'm', version: '7' } }]);
  const version = azure.versions.values().next().value;
  assert.equal(version?.type, 'triton_model');
  assert.equal(version.uri, 'azureml://datastores/x/paths/LocalUpload/abc/models');
  assert.equal(version.properties.get(bytesProperty), '42');
});

test('without a version takes the one that the service would number next', async () => {
  const azure = new FakeAzure();
  await registerModel(workspace, { ...model, name: 'm' }, azure, signal);
  const second = await registerModel(workspace, { ...model, name: 'm' }, azure, signal);
  assert.equal(second.ref.version, '2');
});

test('a model without a name is called by the SHA-256 of its content hash', async () => {
  const azure = new FakeAzure();
  const { ref } = await registerModel(workspace, model, azure, signal);
  assert.deepEqual([ref.model, ref.version], ['ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', '1']);
  assert.equal(azure.versions.values().next().value?.body.isAnonymous, true);
  assert.equal(azure.uploads[0]?.asset, undefined);
});

test('what is in the cloud already is registered where it is, a short address written out', async () => {
  const azure = new FakeAzure();
  await registerModel(workspace, { ...model, name: 'm', version: '1', path: 'azureml://datastores/blobs/paths/a/b' }, azure, signal);
  assert.deepEqual(azure.uploads, []);
  assert.equal(
    azure.versions.values().next().value?.uri,
    'azureml://subscriptions/sub/resourcegroups/rg/workspaces/ws/datastores/blobs/paths/a/b',
  );
});

test('refuses a version without a name and a name that Azure would refuse before anything is sent', async () => {
  const azure = new FakeAzure();
  await assert.rejects(registerModel(workspace, { ...model, version: '1' }, azure, signal), withCode('version-without-name'));
  await assert.rejects(registerModel(workspace, { ...model, name: 'no dots.here' }, azure, signal), withCode('bad-model-name'));
  assert.deepEqual(azure.uploads, []);
});

test('what the service refuses is said with its innermost reason', async () => {
  const azure = new FakeAzure();
  azure.beforeWrite = (what) => {
    if (what.startsWith('model')) {
      throw azureError('refused', 'The request is invalid.', 'Asset paths cannot be updated');
    }
  };
  await assert.rejects(registerModel(workspace, { ...model, name: 'm', version: '1' }, azure, signal), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.code, 'azure-refused');
    assert.ok(/version 1 of model m.*Asset paths cannot be updated/.test(error.message), error.message);
    return true;
  });
});

test('says after the upload how many entries were left out, and why', async () => {
  const azure = new FakeAzure();
  azure.leftOut = [
    { name: 'a.txt', reason: 'ignored', by: '.amlignore' },
    { name: 'm/again', reason: 'linkLoop' },
    { name: 'b.txt', reason: 'ignored', by: '.amlignore' },
  ];
  await registerModel(workspace, { ...model, name: 'm' }, azure, signal);
  assert.equal(azure.notes[0], '42 bytes in one file · 2 left out by .amlignore · 1 left out as links in a circle');
});

test('a version that somebody else registers during the upload is left alone: the next one is taken', async () => {
  const azure = new FakeAzure();
  azure.beforeWrite = async (what) => {
    if (what === 'upload') {
      azure.beforeWrite = () => undefined;
      await azure.models.putVersion({ ...workspace, model: 'm', version: '1' }, { uri: 'azureml://other', type: 'triton_model' });
    }
  };
  const { ref } = await registerModel(workspace, { ...model, name: 'm' }, azure, signal);
  assert.equal(ref.version, '2');
  assert.deepEqual(
    [...azure.versions.values()].map(({ uri }) => uri),
    ['azureml://other', 'azureml://datastores/x/paths/LocalUpload/abc/models'],
  );
});

test('a version that is taken in the last moment by other files is not told as ours', async () => {
  const azure = new FakeAzure();
  azure.beforeWrite = async (what) => {
    if (what === 'model m:1') {
      azure.beforeWrite = () => undefined;
      await azure.models.putVersion({ ...workspace, model: 'm', version: '1' }, { uri: 'azureml://other', type: 'triton_model' });
    }
  };
  const { ref } = await registerModel(workspace, { ...model, name: 'm' }, azure, signal);
  assert.equal(ref.version, '2');
});

test('a version that was asked for by its number and has other files stays as it is', async () => {
  const azure = new FakeAzure();
  await registerModel(workspace, { ...model, name: 'm', version: '1' }, azure, signal);
  azure.contentHash = 'def';
  await assert.rejects(registerModel(workspace, { ...model, name: 'm', version: '1' }, azure, signal), withCode('azure-refused'));
  assert.match(azure.versions.values().next().value?.uri ?? '', /abc/);
});

test('registering the same files again under the same version says that it was there', async () => {
  const azure = new FakeAzure();
  await registerModel(workspace, { ...model, name: 'm', version: '1' }, azure, signal);
  await registerModel(workspace, { ...model, name: 'm', version: '1' }, azure, signal);
  assert.deepEqual(azure.notes.slice(1), ['', '42 bytes in one file', 'was there already, with the same files']);
});
