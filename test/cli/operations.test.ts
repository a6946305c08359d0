import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { AzureMl } from '../../src/azure/azureMl';
import { openAzureMl } from '../../src/azure/openAzureMl';
import { allPages } from '../../src/azure/page';
import type { WorkspaceRef } from '../../src/azure/resourceRefs';
import { UserError } from '../../src/base/errors';
import { silentLog } from '../../src/base/log';
import { noProgress } from '../../src/base/progress';
import type { AzureMlFile } from '../../src/documents/azureml/azureMlFile';
import { readAzureMlFile } from '../../src/documents/azureml/readAzureMlFile';
import { createPictures } from '../../src/inference/picture/pictures';
import { createDeployment } from '../../src/operations/createDeployment';
import { createEndpoint } from '../../src/operations/createEndpoint';
import { deleteDeployment } from '../../src/operations/deleteDeployment';
import { deleteEndpoint } from '../../src/operations/deleteEndpoint';
import { deployRepository } from '../../src/operations/deployRepository';
import { openEndpointTriton } from '../../src/operations/endpointTriton';
import { invokePicture } from '../../src/operations/invokePicture';
import { bytesProperty, registerModel } from '../../src/operations/registerModel';
import { setTraffic } from '../../src/operations/setTraffic';
import { emulatorConnection, startEmulator, type RunningEmulator } from '../../src/operations/startEmulator';

const sample = path.resolve('samples/single-model');
const signal = AbortSignal.timeout(120_000);

let folder = '';
let emulator: RunningEmulator;
let azure: AzureMl;
let workspace: WorkspaceRef;

const emulatorOn = (state: string, port = 0): Promise<RunningEmulator> =>
  startEmulator({ script: path.resolve('dist/emulator.js'), stateFolder: state, port, onLog: () => undefined }, signal);

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'operations-'));
  emulator = await emulatorOn(path.join(folder, 'state'));
  const { subscriptionId, resourceGroup, workspace: name } = emulator.address;
  workspace = { subscriptionId, resourceGroup, workspace: name };
  azure = openAzureMl(emulatorConnection(emulator.address, silentLog), { hashWorker: path.resolve('dist/hashWorker.js') });
});

after(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

const ports = (): AzureMl & { readonly progress: typeof noProgress } => ({ ...azure, progress: noProgress });

async function codeAndWords(job: Promise<unknown>): Promise<{ readonly code: string; readonly words: string }> {
  const error = await job.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof UserError, `${String(error)} is no UserError`);
  return { code: error.code, words: error.message };
}

async function readSample(name: string): Promise<{ readonly file: AzureMlFile; readonly folder: string }> {
  const place = path.join(sample, name);
  return { file: readAzureMlFile(await readFile(place, 'utf8')), folder: path.dirname(place) };
}

for (const era of ['', '2021/']) {
  test(`the YAML files of ${era === '' ? 'today' : '2021'} make an endpoint that knows a peacock`, async () => {
    const endpoint = await readSample(`${era}create-managed-endpoint.yaml`);
    const deployment = await readSample(`${era}create-managed-deployment.yaml`);
    const model = await readSample(`${era}create-model.yaml`);
    assert.ok(endpoint.file.kind === 'endpoint' && deployment.file.kind === 'deployment' && model.file.kind === 'model');
    const registered = await registerModel(
      workspace,
      { ...model.file.spec, path: path.resolve(model.folder, model.file.spec.path) },
      ports(),
      signal,
    );
    assert.equal(registered.properties.get(bytesProperty), '9332062');
    await createEndpoint(workspace, endpoint.file.spec, ports(), signal);
    await createDeployment(workspace, deployment.file.spec, deployment.folder, ports(), signal);
    const made = await azure.endpoints.get({ ...workspace, endpoint: 'my-endpoint' }, signal);
    assert.deepEqual([made.authMode, Object.fromEntries(made.traffic)], ['AMLToken', { blue: 100 }]);
    const pictures = createPictures(path.resolve('dist/pictureWorker.js'));
    const answer = await invokePicture(
      { picture: await readFile(path.join(sample, 'pictures/peacock.jpg')), choice: {}, top: 1 },
      { triton: openEndpointTriton(made, 'blue', { ...azure, log: silentLog }), pictures, onStage: () => undefined },
      signal,
    );
    await pictures.close();
    assert.deepEqual([answer.serverReady, answer.modelReady, answer.top[0]?.index], [true, true, 84]);
    await deleteEndpoint({ ...workspace, endpoint: 'my-endpoint' }, ports(), signal);
  });
}

test('a second deployment gets no traffic until it is given some, and giving up the first one leaves it all to the second', async () => {
  const endpoint = { ...workspace, endpoint: 'rollout' };
  const traffic = async (): Promise<unknown> => Object.fromEntries((await azure.endpoints.get(endpoint, signal)).traffic);
  const model = { kind: 'register', model: { name: 'm', type: 'triton_model', path: path.join(sample, 'models') } } as const;
  const plan = { workspace, model, deployment: 'blue', instanceType: 'Standard_NC4as_T4_v3', instanceCount: 1 };
  await deployRepository({ ...plan, endpoint: { kind: 'create', spec: { name: 'rollout', authMode: 'key' } } }, ports(), signal);
  await deployRepository({ ...plan, deployment: 'green', endpoint: { kind: 'existing', name: 'rollout' } }, ports(), signal);
  assert.equal((await allPages(await azure.models.versions({ ...workspace, model: 'm' }, signal), signal)).length, 2);
  await setTraffic(
    endpoint,
    new Map([
      ['blue', 90],
      ['green', 10],
    ]),
    ports(),
    signal,
  );
  assert.deepEqual(await traffic(), { blue: 90, green: 10 });
  const { code, words } = await codeAndWords(setTraffic(endpoint, new Map([['red', 100]]), ports(), signal));
  assert.equal(code, 'no-deployment');
  assert.match(words, /red/);
  await deleteDeployment({ ...endpoint, deployment: 'blue' }, ports(), signal);
  assert.deepEqual(await traffic(), { green: 100 });
  const taken = await codeAndWords(createEndpoint(workspace, { name: 'rollout', authMode: 'key' }, ports(), signal));
  assert.equal(taken.code, 'endpoint-exists');
  await deleteEndpoint(endpoint, ports(), signal);
});

test('a model file that does not load fails the deployment with a reason, and the logs tell why', async () => {
  const repository = path.join(folder, 'broken');
  await mkdir(path.join(repository, 'm', '1'), { recursive: true });
  await writeFile(path.join(repository, 'm', '1', 'model.onnx'), 'no ONNX');
  const endpoint = { ...workspace, endpoint: 'broken' };
  const { words } = await codeAndWords(
    deployRepository(
      {
        workspace,
        model: { kind: 'register', model: { name: 'broken', type: 'triton_model', path: repository } },
        endpoint: { kind: 'create', spec: { name: 'broken', authMode: 'key' } },
        deployment: 'blue',
        instanceType: 'Standard_NC4as_T4_v3',
        instanceCount: 1,
      },
      ports(),
      signal,
    ),
  );
  assert.match(words, /blue.*broken.*model\.onnx.*stays until/s);
  assert.doesNotMatch(words, /bill|cost|model\.onnx.*model\.onnx/s);
  const ref = { ...endpoint, deployment: 'blue' };
  assert.equal((await azure.deployments.get(ref, signal)).state, 'Failed');
  assert.match(await azure.deployments.logs(ref, 'InferenceServer', 100, signal), /model\.onnx/);
  assert.notEqual(await azure.deployments.logs(ref, 'StorageInitializer', 100, signal), '');
  assert.equal((await azure.endpoints.get(endpoint, signal)).traffic.get('blue') ?? 0, 0);
  await deleteEndpoint(endpoint, ports(), signal);
});

test('a deployment on an endpoint that is not there is refused before anything is uploaded', async () => {
  const spec = { name: 'blue', endpointName: 'missing', model: 'azureml:m:1', instanceType: 'Standard_NC4as_T4_v3', instanceCount: 1 };
  assert.equal((await codeAndWords(createDeployment(workspace, spec, '', ports(), signal))).code, 'no-endpoint');
});

test('a wrong key is told in words', async () => {
  const endpoint = await createEndpoint(workspace, { name: 'locked', authMode: 'key' }, ports(), signal);
  const triton = openEndpointTriton(endpoint, undefined, { endpoints: { scoringSecret: () => Promise.resolve('wrong') }, log: silentLog });
  const { code, words } = await codeAndWords(triton.serverReady(signal));
  assert.match(code, /^triton-/);
  // As a word: a port may hold these digits.
  assert.doesNotMatch(words, /\b401\b|wrong/);
  await deleteEndpoint(endpoint.ref, ports(), signal);
});

test('a second emulator on the same state, and one on a port that is taken, say so', async () => {
  const twice = await codeAndWords(emulatorOn(path.join(folder, 'state')));
  assert.match(twice.words, new RegExp(String(emulator.pid)));
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const taken = await codeAndWords(emulatorOn(path.join(folder, 'other'), port));
  assert.match(taken.words, new RegExp(String(port)));
  server.close();
});
