import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import { failuresIn } from '../../../../src/emulator/externalTriton/logFailures';
import { modelOverride } from '../../../../src/emulator/externalTriton/modelOverride';
import { ModelOwners } from '../../../../src/emulator/externalTriton/modelOwners';
import { StartedProcesses } from '../../../../src/emulator/externalTriton/startedProcesses';
import { tritonPlace } from '../../../../src/emulator/externalTriton/tritonPlace';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'external-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('takes an address or a program, and nothing else', async () => {
  const program = join(folder, 'tritonserver');
  writeFileSync(program, '#!/bin/sh\n');
  await assert.rejects(tritonPlace(program), { code: 'bad-triton-server' }, 'it may not be run');
  chmodSync(program, 0o755);
  assert.deepEqual(await tritonPlace(program), { kind: 'program', path: program });
  assert.deepEqual(await tritonPlace('HTTP://localhost:8000'), { kind: 'url', url: new URL('http://localhost:8000/') });
  for (const wrong of [folder, join(folder, 'no'), 'ftp://a', 'http://', 'http://a:b:c', 'https://a/?q=1', 'localhost:8000']) {
    await assert.rejects(tritonPlace(wrong), { code: 'bad-triton-server' }, wrong);
  }
});

test('an address with a password is refused without being repeated', async () => {
  for (const scheme of ['http', 'HTTPS', 'ftp']) {
    await assert.rejects(tritonPlace(`${scheme}://admin:hunter2@127.0.0.1:8000/path`), (error: unknown) => {
      assert.ok(error instanceof UserError && error.code === 'bad-triton-server');
      return !/hunter2|admin/.test(error.message);
    });
  }
});

test('tells the models that a log names, and else its last lines', () => {
  const lines = [
    'E1123 03:18:50.695599 21663 server.cc:241] "CudaDriverHelper has not been initialized."',
    `E1123 03:18:50.6 1 model_repository_manager.cc:1460] "Poll failed for model directory 'a': 'max_batch_size' must be non-negative"`,
    `E1123 03:18:52.3 1 model_lifecycle.cc:642] "failed to load 'b' version 2: Internal: first\\nsecond"`,
    `E1123 03:18:52.3 1 model_lifecycle.cc:642] failed to load 'c' version 1: as older releases write`,
    `I1123 03:18:52.3 1 model_lifecycle.cc:777] "failed to load 'b'"`,
    'error: creating server: Internal - failed to load all models',
  ];
  assert.deepEqual(failuresIn(lines, 'exit status 1'), [
    { model: 'a', reason: "'max_batch_size' must be non-negative" },
    { model: "b' version '2", reason: 'Internal: first\nsecond' },
    { model: "c' version '1", reason: 'as older releases write' },
  ]);
  const [other] = failuresIn(["tritonserver: unrecognized option '--http-address=127.0.0.1'", 'Usage: tritonserver'], 'exit status 1');
  assert.equal(other?.model, undefined);
  assert.match(other?.reason ?? '', /\(exit status 1\)[^]*unrecognized option/);
  assert.match(failuresIn([], 'signal SIGKILL')[0]?.reason ?? '', /signal SIGKILL/);
});

test('a load request carries the configuration as it is written, and every other file', async () => {
  const config = 'platform: "onnxruntime_onnx" max_batch_size: 8 version_policy { specific { versions: [ 3 ] } }\ndynamic_batching {}';
  mkdirSync(join(folder, '3'));
  writeFileSync(join(folder, 'config.pbtxt'), config);
  writeFileSync(join(folder, '3', 'model.onnx'), Buffer.from([0, 255]));
  writeFileSync(join(folder, 'labels.txt'), 'a\n');
  const { body, isEnsemble } = await modelOverride(folder);
  assert.equal(isEnsemble, false);
  const { parameters } = JSON.parse(body) as { parameters: Record<string, string> };
  assert.deepEqual(Object.keys(parameters), ['config', 'file:3/model.onnx', 'file:labels.txt']);
  assert.equal(parameters['file:3/model.onnx'], 'AP8=');
  assert.deepEqual(JSON.parse(parameters['config'] ?? ''), {
    platform: 'onnxruntime_onnx',
    max_batch_size: 8,
    version_policy: { specific: { versions: [3] } },
    dynamic_batching: {},
  });
});

test('a configuration that cannot be read is not sent', async () => {
  writeFileSync(join(folder, 'config.pbtxt'), 'max_batch_size: "many"');
  await assert.rejects(modelOverride(folder), { name: 'OverrideError' });
});

test('remembers whose a model is, for one server', async () => {
  const file = join(folder, 'state', 'models.json');
  const owners = new ModelOwners(file, 'http://a/');
  await owners.set('m', '/one');
  await owners.set('n', '/one');
  await owners.set('n', undefined);
  assert.deepEqual(new ModelOwners(file, 'http://a/').ownedBy('/one'), ['m']);
  assert.equal(new ModelOwners(file, 'http://b/').of('m'), undefined);
  writeFileSync(file, '{"server": "http://a/", "models": [');
  assert.equal(new ModelOwners(file, 'http://a/').of('m'), undefined, 'a file that is no JSON');
});

test(
  'ends what it remembers, and no other process that has the number now',
  { skip: process.platform !== 'linux' && 'Linux only' },
  async () => {
    const processes = new StartedProcesses(join(folder, 'processes'));
    const left = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const other = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    try {
      processes.remember(left.pid ?? 0);
      writeFileSync(join(folder, 'processes', `${other.pid ?? 0}.json`), JSON.stringify({ pid: other.pid, started: '1' }));
      writeFileSync(join(folder, 'processes', '1.json'), '{"pid":');
      const ended = once(left, 'exit');
      await processes.endLeft(silentLog);
      assert.deepEqual(await ended, [null, 'SIGKILL']);
      assert.equal(other.exitCode ?? other.signalCode, null);
      assert.deepEqual(readdirSync(join(folder, 'processes')), []);
    } finally {
      left.kill('SIGKILL');
      other.kill('SIGKILL');
    }
    processes.remember(process.pid)();
    assert.equal(existsSync(join(folder, 'processes', `${process.pid}.json`)), false);
  },
);
