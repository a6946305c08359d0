import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { AzureMl } from '../../src/azure/azureMl';
import type { UploadProgress } from '../../src/azure/upload/uploadModel';
import { UserError } from '../../src/base/errors';
import { azuriteScript, startAzurite, type Azurite } from '../support/azurite';
import { startBreakingProxy } from '../support/breakingProxy';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { openTestClient, signal, workspace } from '../unit/azure/openTestClient';

const script = azuriteScript();

describe('upload to Azurite', { skip: script === undefined ? 'Azurite is not there; npm test -- contract fetches it' : false }, () => {
  let azurite: Azurite;
  let arm: ScriptedServer;
  let azure: AzureMl;
  let container: ContainerClient;
  let folder: string;
  let storeHost: string;

  before(async () => {
    azurite = await startAzurite(script ?? '');
    storeHost = azurite.host;
    arm = await startScriptedServer(({ url }) => ({
      body: url.includes('/listSecrets') ? { secretsType: 'AccountKey', key: azurite.accountKey } : datastore(azurite, storeHost),
    }));
    azure = openTestClient(arm.url);
    const credential = new StorageSharedKeyCredential(azurite.accountName, azurite.accountKey);
    container = new ContainerClient(`http://${azurite.host}/${azurite.accountName}/blobstore`, credential);
    await container.create();
    folder = await mkdtemp(join(tmpdir(), 'upload-'));
    await mkdir(join(folder, 'models', 'model_1', '1'), { recursive: true });
    await writeFile(join(folder, 'models', 'model_1', '1', 'model.onnx'), 'abc');
    await writeFile(join(folder, 'models', 'model_1', 'config.pbtxt'), 'name: "model_1"\n');
    await mkdir(join(folder, 'large', '1'), { recursive: true });
    await writeFile(join(folder, 'large', '1', 'model.onnx'), largeContent());
    await writeFile(join(folder, 'large', '1', 'empty'), '');
  });

  after(async () => {
    await arm.close();
    await azurite.stop();
    await rm(folder, { recursive: true });
  });

  test('a folder arrives under the names of the official SDK, confirmed on its first blob', async () => {
    const asset = { name: 'densenet', version: '3' };
    const result = await azure.uploader.upload({ workspace, path: join(folder, 'models'), asset }, () => undefined, signal);
    const hash = 'e96de27c00ba2f8c067a8ec532d04b57d70460ba3e254b20ebd70b2c47a2b651';
    assert.equal(result.hash, hash);
    assert.equal(
      result.modelUri,
      `azureml://subscriptions/${workspace.subscriptionId}/resourcegroups/rg/workspaces/ws/datastores/workspaceblobstore/paths/LocalUpload/${hash}/models`,
    );
    assert.deepEqual(await blobsUnder(container, `LocalUpload/${hash}/`), [
      [`LocalUpload/${hash}/models/model_1/1/model.onnx`, { upload_status: 'completed', name: 'densenet', version: '3' }],
      [`LocalUpload/${hash}/models/model_1/config.pbtxt`, undefined],
    ]);
    assert.deepEqual([result.bytes, result.files, result.skipped], [19, 2, false]);
  });

  test('the same content is not sent twice', async () => {
    const again = await azure.uploader.upload({ workspace, path: join(folder, 'models') }, () => undefined, signal);
    assert.equal(again.skipped, true);
  });

  test('an upload that was never confirmed is sent again', async () => {
    const [first] = await blobsUnder(container, 'LocalUpload/e96de27c');
    await container.getBlobClient(first?.[0] ?? '').setMetadata({});
    const again = await azure.uploader.upload({ workspace, path: join(folder, 'models') }, () => undefined, signal);
    assert.equal(again.skipped, false);
  });

  test('a file of several blocks and an empty one arrive whole, and progress counts every byte', async () => {
    const seen: UploadProgress[] = [];
    const result = await azure.uploader.upload({ workspace, path: join(folder, 'large') }, (progress) => seen.push(progress), signal);
    const blob = container.getBlobClient(`LocalUpload/${result.hash}/large/1/model.onnx`);
    assert.ok((await blob.downloadToBuffer()).equals(largeContent()), 'the blob is the file');
    const last = (phase: string): UploadProgress | undefined => seen.findLast((progress) => progress.phase === phase);
    assert.deepEqual([last('hashing')?.bytesDone, last('uploading')?.bytesDone], [result.bytes, result.bytes]);
  });

  test('a file that changes after it was hashed fails by name, and the upload is not confirmed', async () => {
    const path = join(folder, 'changing');
    await mkdir(path);
    await writeFile(join(path, 'model.onnx'), 'before');
    let touched: Promise<void> | undefined;
    const onProgress = ({ phase, bytesDone }: UploadProgress): void => {
      if (phase === 'hashing' && bytesDone > 0) {
        touched = appendFile(join(path, 'model.onnx'), 'more');
      }
    };
    const upload = azure.uploader.upload({ workspace, path }, onProgress, signal);
    await assert.rejects(
      upload,
      (error) => error instanceof UserError && error.code === 'file-changed' && error.message.includes('model.onnx'),
    );
    await touched;
  });

  test('connections that never last a whole block still carry the file, in smaller pieces', async () => {
    const path = join(folder, 'unlucky');
    await mkdir(path);
    await writeFile(join(path, 'model.onnx'), largeContent().reverse());
    const proxy = await startBreakingProxy(azurite.host, 3 * 1024 * 1024);
    const direct = storeHost;
    storeHost = proxy.host;
    try {
      const result = await azure.uploader.upload({ workspace, path }, () => undefined, signal);
      const blob = container.getBlobClient(`LocalUpload/${result.hash}/unlucky/model.onnx`);
      assert.ok((await blob.downloadToBuffer()).equals(largeContent().reverse()), 'the blob is the file');
      assert.ok(proxy.resets() > 0, 'connections did break');
    } finally {
      storeHost = direct;
      await proxy.close();
    }
  });

  test('an abort in the middle rejects with the reason of the signal', async () => {
    await appendFile(join(folder, 'large', '1', 'model.onnx'), 'other content');
    const reason = new Error('enough');
    const controller = new AbortController();
    const onProgress = ({ phase }: UploadProgress): void => {
      if (phase === 'uploading') {
        controller.abort(reason);
      }
    };
    const upload = azure.uploader.upload({ workspace, path: join(folder, 'large') }, onProgress, controller.signal);
    await assert.rejects(upload, (error) => error === reason);
  });
});

function datastore({ accountName }: Azurite, host: string): unknown {
  return {
    id: '/subscriptions/x/…/datastores/workspaceblobstore',
    name: 'workspaceblobstore',
    properties: {
      datastoreType: 'AzureBlob',
      accountName,
      containerName: 'blobstore',
      endpoint: host,
      protocol: 'http',
      credentials: { credentialsType: 'AccountKey' },
    },
  };
}

/** 9.5 MiB in which every byte depends on its place, so that swapped blocks would show. */
function largeContent(): Buffer {
  const content = Buffer.alloc(9_961_472);
  for (let i = 0; i < content.length; i += 4) {
    content.writeUInt32LE((i * 2_654_435_761) % 4_294_967_296, i);
  }
  return content;
}

async function blobsUnder(container: ContainerClient, prefix: string): Promise<[string, Record<string, string> | undefined][]> {
  const found: [string, Record<string, string> | undefined][] = [];
  for await (const { name, metadata } of container.listBlobsFlat({ prefix, includeMetadata: true })) {
    found.push([name, metadata && Object.keys(metadata).length > 0 ? metadata : undefined]);
  }
  return found;
}
