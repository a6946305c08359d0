import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, before, test } from 'node:test';
import { promisify } from 'node:util';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { Fields } from '../../src/base/decode';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from '../contract/emulatorProcess';
import { sampleModel, tritonDeployment } from '../contract/modelJourney';
import { armClient, datastoreContainer } from '../contract/officialClients';

/** A real Triton server for this machine; see the README there. */
const REFEREE = '../shared/tools/triton-referee';
const HOME = resolve('.vscode-test/triton');
const skip = existsSync(REFEREE) ? false : `${REFEREE} is not there`;

/** A model that no ONNX runtime could serve. */
const PYTHON_MODEL = `import numpy as np
import triton_python_backend_utils as pb_utils

class TritonPythonModel:
    def execute(self, requests):
        values = [pb_utils.get_input_tensor_by_name(request, "IN").as_numpy() for request in requests]
        return [pb_utils.InferenceResponse([pb_utils.Tensor("OUT", (one * 2).astype(np.float32))]) for one in values]
`;
const PYTHON_CONFIG = `backend: "python"
input { name: "IN" data_type: TYPE_FP32 dims: [ -1 ] }
output { name: "OUT" data_type: TYPE_FP32 dims: [ -1 ] label_filename: "labels.txt" }
instance_group { kind: KIND_CPU }
`;

const state = newStateFolder();
const program = join(state.path, 'tritonserver');
let emulator: EmulatorProcess | undefined;
let server: ChildProcess | undefined;
let client: AzureMachineLearningWorkspaces;
let names: [string, string];

before(
  async () => {
    if (skip === false) {
      await promisify(execFile)('bash', [`${REFEREE}/install.sh`, HOME]);
      writeFileSync(program, wrapper(), { mode: 0o755 });
      mkdirSync(join(state.path, 'empty'));
    }
  },
  { timeout: 240_000 },
);

afterEach(async () => {
  await emulator?.end();
  server?.kill('SIGTERM');
});

process.once('exit', () => {
  state.remove();
});

/** The server with the environment that the referee gives it. */
function wrapper(): string {
  const fields = Fields.of(JSON.parse(readFileSync(join(HOME, 'referee.json'), 'utf8')), 'referee');
  const [site, libdir] = [fields.text('site'), fields.text('libdir')];
  const shared = ['python', 'onnxruntime'].map((backend) => `--backend-config=${backend},shm-default-byte-size=1048576`).join(' ');
  return `#!/bin/sh
export PATH='${HOME}/bin':"$PATH" PYTHONDONTWRITEBYTECODE=1 TRITON_SERVER_CPU_ONLY=1 PYTHONPATH='${site}'
export LD_LIBRARY_PATH='${site}/nvidia_pytriton.libs:${libdir}'
exec '${fields.text('server')}' --backend-directory='${HOME}/backends' ${shared} "$@"
`;
}

async function start(tritonServer: string): Promise<void> {
  emulator = await startEmulatorProcess(join(state.path, 'state'), '--operation-milliseconds', '20', '--triton-server', tritonServer);
  client = armClient(emulator.address);
  names = [emulator.address.resourceGroup, emulator.address.workspace];
  const container = await datastoreContainer(client, emulator.address);
  const put = async (path: string, text: string): Promise<void> => {
    await container.getBlockBlobClient(`LocalUpload/all/${path}`).uploadData(Buffer.from(text));
  };
  await container.getBlockBlobClient('LocalUpload/all/model_1/1/model.onnx').uploadFile(sampleModel);
  await put('double/1/model.py', PYTHON_MODEL);
  await put('double/config.pbtxt', PYTHON_CONFIG);
  await put('double/labels.txt', 'first\nsecond\nthird\n');
}

/** Deploys what is below the path in the datastore. */
async function deploy(path: string): Promise<void> {
  const modelUri = `azureml://datastores/workspaceblobstore/paths/LocalUpload/${path}`;
  const version = await client.modelVersions.createOrUpdate(...names, path, '1', { properties: { modelUri, modelType: 'triton_model' } });
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names, 'endpoint', { location: 'local', properties: { authMode: 'Key' } });
  const body = tritonDeployment(version.id ?? '');
  await client.onlineDeployments.beginCreateOrUpdateAndWait(...names, 'endpoint', 'blue', body);
}

async function ask(path: string, body?: unknown): Promise<Fields> {
  const { properties } = await client.onlineEndpoints.get(...names, 'endpoint');
  const { primaryKey = '' } = await client.onlineEndpoints.listKeys(...names, 'endpoint');
  const headers = { Authorization: `Bearer ${primaryKey}`, 'azureml-model-deployment': 'blue' };
  const answer = await fetch(new URL(path, properties.scoringUri), {
    headers,
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return Fields.of(JSON.parse(text), 'answer');
}

/** A Python model answers with labels, and the sample is known with its tensors. */
async function servesBoth(): Promise<void> {
  const inputs = [{ name: 'IN', shape: [3], datatype: 'FP32', data: [1, 5, 3] }];
  const outputs = [{ name: 'OUT', parameters: { classification: 2 } }];
  const answer = await ask('/v2/models/double/infer', { inputs, outputs });
  assert.match(JSON.stringify(answer.unknown('outputs')), /"10\.000000:1:second","6\.000000:2:third"/);
  const metadata = await ask('/v2/models/model_1');
  assert.match(JSON.stringify(metadata.unknown('inputs')), /FP32/);
}

async function isUp(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

test('deploys onto the program, with a backend that the emulator has not', { skip, timeout: 120_000 }, async () => {
  await start(program);
  await deploy('all');
  await servesBoth();
  assert.match((await ask('/v2')).text('version'), /^2\./);
  const { content } = await client.onlineDeployments.getLogs(...names, 'endpoint', 'blue', { containerType: 'InferenceServer' });
  assert.match(content ?? '', /successfully loaded 'double'/);
  await client.onlineEndpoints.beginDeleteAndWait(...names, 'endpoint');
});

test('fails with the reasons of the program', { skip, timeout: 120_000 }, async () => {
  await start(program);
  const container = await datastoreContainer(client, emulator?.address ?? assert.fail());
  await container.getBlockBlobClient('LocalUpload/broken/model_2/1/model.onnx').uploadData(Buffer.from('no model'));
  await assert.rejects(deploy('broken'), /ResourceNotReady/);
  const { content } = await client.onlineDeployments.getLogs(...names, 'endpoint', 'blue', { containerType: 'InferenceServer' });
  assert.match(content ?? '', /^E\d{4} .*failed to load 'model_2' version 1: .*protobuf/im);
  await client.onlineEndpoints.beginDeleteAndWait(...names, 'endpoint');
});

test('deploys into a running server with explicit model control', { skip, timeout: 120_000 }, async () => {
  const port = String(20_000 + (process.pid % 10_000));
  const options = ['--model-control-mode=explicit', '--allow-grpc=false', '--allow-metrics=false', `--http-port=${port}`];
  server = spawn(program, [`--model-repository=${join(state.path, 'empty')}`, '--http-address=127.0.0.1', ...options], {
    stdio: 'ignore',
  });
  for (const limit = Date.now() + 60_000; !(await isUp(`http://127.0.0.1:${port}/v2/health/ready`));) {
    assert.ok(Date.now() < limit, 'the server did not come up');
    await new Promise((done) => setTimeout(done, 100));
  }
  await start(`http://127.0.0.1:${port}`);
  await deploy('all');
  await servesBoth();
  await client.onlineEndpoints.beginDeleteAndWait(...names, 'endpoint');
  assert.equal((await fetch(`http://127.0.0.1:${port}/v2/models/double/ready`)).status, 400);
});
