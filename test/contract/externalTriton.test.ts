import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, test } from 'node:test';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { registerModel, tritonDeployment } from './modelJourney';
import { armClient } from './officialClients';

const script = resolve('test/contract/scriptedTriton.mjs');

let state: ReturnType<typeof newStateFolder>;
let program: string;
let emulator: EmulatorProcess;
let client: AzureMachineLearningWorkspaces;
let names: [string, string];
const servers: ChildProcess[] = [];

beforeEach(() => {
  state = newStateFolder();
  program = join(state.path, 'tritonserver');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(program, 0o755);
});

afterEach(async () => {
  await emulator.end();
  servers.splice(0).forEach((server) => server.kill('SIGKILL'));
  state.remove();
});

async function start(tritonServer: string): Promise<void> {
  emulator = await startEmulatorProcess(join(state.path, 'state'), '--operation-milliseconds', '20', '--triton-server', tritonServer);
  client = armClient(emulator.address);
  names = [emulator.address.resourceGroup, emulator.address.workspace];
}

/** A running server beside the emulator; returns its address. */
async function startServer(...options: string[]): Promise<string> {
  const server = spawn(process.execPath, [script, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  servers.push(server);
  assert.ok(server.stdout);
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return line;
}

async function model(name: string, content: string): Promise<string> {
  const file = join(state.path, `${name}.onnx`);
  writeFileSync(file, content);
  return registerModel(client, emulator.address, { name, file });
}

async function createEndpoint(): Promise<void> {
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names, 'endpoint', { location: 'local', properties: { authMode: 'Key' } });
}

async function deploy(deployment: string, modelId: string): Promise<string> {
  try {
    await client.onlineDeployments.beginCreateOrUpdateAndWait(...names, 'endpoint', deployment, tritonDeployment(modelId));
  } catch (error) {
    assert.match(String(error), /ResourceNotReady/);
  }
  return (await client.onlineDeployments.get(...names, 'endpoint', deployment)).properties.provisioningState ?? '';
}

async function logs(deployment: string): Promise<string> {
  return (await client.onlineDeployments.getLogs(...names, 'endpoint', deployment, { containerType: 'InferenceServer' })).content ?? '';
}

async function ask(path: string, init: RequestInit = {}, deployment = 'blue'): Promise<Response> {
  const { properties } = await client.onlineEndpoints.get(...names, 'endpoint');
  const { primaryKey = '' } = await client.onlineEndpoints.listKeys(...names, 'endpoint');
  const headers = { Authorization: `Bearer ${primaryKey}`, 'azureml-model-deployment': deployment };
  return fetch(new URL(path, properties.scoringUri), { ...init, headers });
}

async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const limit = Date.now() + 30_000; !(await isSo().catch(() => false));) {
    assert.ok(Date.now() < limit, what);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('runs each deployment on a process of the program, behind the keys and the headers of the endpoint', async () => {
  await start(program);
  await createEndpoint();
  const id = await model('good', 'good');
  assert.equal(await deploy('blue', id), 'Succeeded');
  assert.equal(await deploy('green', id), 'Succeeded');
  const answer = await ask('/v2/models/model_1/infer', { method: 'POST', body: 'x'.repeat(3_000_000) });
  assert.deepEqual(await answer.json(), { model: 'a file', sent: 3_000_000, authorization: null });
  assert.equal(answer.headers.get('azureml-model-deployment'), 'blue');
  const unknown = await ask('/v2/models/other/infer', { method: 'POST', body: '{}' });
  assert.equal(unknown.status, 424);
  assert.equal(unknown.headers.get('ms-azureml-model-error-statuscode'), '404');
  assert.match(await logs('blue'), /server\.cc:1] "options: model-repository http-address http-port allow-grpc allow-metrics/);
  const pids = await Promise.all(['blue', 'green'].map(async (name) => Number(await (await ask('/v2/pid', {}, name)).text())));
  assert.notEqual(pids[0], pids[1]);
  await client.onlineDeployments.beginDeleteAndWait(...names, 'endpoint', 'green');
  assert.deepEqual(pids.map(lives), [true, false]);
  await emulator.end();
  assert.deepEqual(pids.map(lives), [false, false]);
});

test('fails with what the program wrote when a model cannot be loaded, and the deployment before goes on answering', async () => {
  await start(program);
  await createEndpoint();
  assert.equal(await deploy('blue', await model('good', 'good')), 'Succeeded');
  assert.equal(await deploy('blue', await model('bad', 'broken')), 'Failed');
  assert.match(await logs('blue'), /failed to load 'model_1' version 1: Internal: it is broken\"\nerror: creating server/);
  assert.equal((await ask('/v2/models/model_1/ready')).status, 200);
});

test('starts a server again that ends by itself', async () => {
  await start(program);
  await createEndpoint();
  await deploy('blue', await model('good', 'good'));
  assert.equal((await ask('/crash')).status, 424);
  await eventually('the server came back', async () => (await ask('/v2/models/model_1/ready')).status === 200);
  assert.match(await logs('blue'), /ended by itself \(exit status 3\)/);
});

test(
  'ends the servers of an emulator that was killed at the next start',
  { skip: process.platform !== 'linux' && 'Linux only' },
  async () => {
    await start(program);
    await createEndpoint();
    await deploy('blue', await model('good', 'good'));
    const pid = Number(await (await ask('/v2/pid')).text());
    await emulator.end('SIGKILL');
    assert.ok(lives(pid));
    await start(program);
    await eventually('the one left behind has ended', () => Promise.resolve(!lives(pid)));
    assert.equal((await ask('/v2/models/model_1/ready')).status, 200);
  },
);

test('loads the files into a running server, and takes them out again', async () => {
  const url = await startServer('--model-control-mode=explicit');
  await start(url);
  await createEndpoint();
  assert.equal(await deploy('blue', await model('good', 'one')), 'Succeeded');
  assert.equal((await (await ask('/v2/models/model_1')).text()).includes('{} one'), true);
  assert.equal(await deploy('blue', await model('better', 'two')), 'Succeeded');
  assert.equal((await (await ask('/v2/models/model_1')).text()).includes('{} two'), true);
  assert.equal(await deploy('blue', await model('bad', 'broken')), 'Failed');
  assert.match(await logs('blue'), /could not load model_1: load failed for model 'model_1'.*it is broken/);
  assert.equal((await (await ask('/v2/models/model_1')).text()).includes('{} two'), true, 'what was served is served again');
  assert.equal((await ask('/v2/repository/models/model_1/unload', { method: 'POST' })).status, 424, 'a deployment has no model control');
  assert.equal(await deploy('green', await model('other', 'three')), 'Failed', 'a name stands for one model on a server');
  assert.match(await logs('green'), /serves the model of that name of another deployment/);
  await client.onlineDeployments.beginDeleteAndWait(...names, 'endpoint', 'blue');
  assert.equal((await fetch(`${url}/v2/models/model_1/ready`)).status, 400);
});

test('serves again from a running server after it was killed', async () => {
  await start(await startServer('--model-control-mode=explicit'));
  await createEndpoint();
  await deploy('blue', await model('good', 'one'));
  const [server] = servers;
  await emulator.end('SIGKILL');
  assert.equal(server?.exitCode, null);
  await start(await startServer('--model-control-mode=explicit'));
  assert.equal((await ask('/v2/models/model_1/ready')).status, 200);
});

test('leaves the models of a running server alone, and says what is missing', async () => {
  const url = await startServer('--model-control-mode=explicit');
  const body = JSON.stringify({ parameters: { config: '{}', 'file:1/model.onnx': 'b3duZXI=' } });
  await fetch(`${url}/v2/repository/models/model_1/load`, { method: 'POST', body });
  await start(url);
  await createEndpoint();
  const id = await model('good', 'one');
  assert.equal(await deploy('blue', id), 'Failed');
  assert.match(await logs('blue'), /has a model of that name already/);
  assert.match(await (await fetch(`${url}/v2/models/model_1`)).text(), /owner/);
  await emulator.end();
  await start(await startServer());
  assert.equal(await deploy('blue', id), 'Failed');
  assert.match(await logs('blue'), /--model-control-mode=explicit/);
  await emulator.end();
  await start('http://127.0.0.1:9');
  assert.equal(await deploy('blue', id), 'Failed');
  assert.match(await logs('blue'), /No Triton server answers at http:\/\/127\.0\.0\.1:9/);
});

test('does not start with what is neither a program nor an address', async () => {
  await start(program);
  await emulator.end();
  for (const wrong of [join(state.path, 'nothing'), state.path, 'ftp://127.0.0.1', 'http://']) {
    await assert.rejects(start(wrong), /no program that can be run|no address of a Triton server/, wrong);
  }
});
