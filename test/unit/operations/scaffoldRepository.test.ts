import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import { scaffoldRepository } from '../../../src/operations/scaffoldRepository';
import { checkPaths } from '../../../src/validation/checkPaths';
import { onnxBytes } from '../documents/onnx/onnxBytes';

const model = 'input x TYPE_FP32 [-1,3]\noutput y TYPE_FP32 [-1,2]';
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scaffold-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a repository is made around a copy of the model, and the check finds nothing wrong with it', async () => {
  const onnx = path.join(folder, 'res net.onnx');
  await writeFile(onnx, onnxBytes(model));
  await writeFile(path.join(folder, 'labels.txt'), 'cat\ndog\n');
  const scaffold = await scaffoldRepository(onnx);
  assert.equal(scaffold.folder, path.join(folder, 'models', 'res_net'));
  assert.deepEqual(await readFile(path.join(scaffold.folder, '1', 'model.onnx')), await readFile(onnx));
  assert.match(
    await readFile(path.join(scaffold.folder, 'config.pbtxt'), 'utf8'),
    /^name: "res_net"\n[^]*label_filename: "labels\.txt"\n {2}\}\n\]/,
  );
  const findings = (await checkPaths([path.join(folder, 'models')], AbortSignal.timeout(30_000))).flatMap((file) => file.findings);
  assert.deepEqual(findings, []);
});

test('weights in files of their own come along', async () => {
  const onnx = path.join(folder, 'net.onnx');
  await writeFile(onnx, onnxBytes(model, [{ name: 'w', externalFile: 'net.data' }]));
  await writeFile(path.join(folder, 'net.data'), 'weights');
  const { made } = await scaffoldRepository(onnx);
  assert.deepEqual(made, ['1/model.onnx', '1/net.data', 'config.pbtxt']);
});

test('a file called model takes the name of its folder', async () => {
  await mkdir(path.join(folder, 'yolo'));
  await writeFile(path.join(folder, 'yolo', 'model.onnx'), onnxBytes(model));
  const scaffold = await scaffoldRepository(path.join(folder, 'yolo', 'model.onnx'));
  assert.equal(path.basename(scaffold.folder), 'yolo');
});

test('nothing is overwritten, and missing or outside weights are named before anything is made', async () => {
  const onnx = path.join(folder, 'net.onnx');
  await writeFile(onnx, onnxBytes(model, [{ name: 'w', externalFile: 'gone.data' }]));
  await assert.rejects(scaffoldRepository(onnx), (error) => error instanceof UserError && error.message.includes('gone.data'));
  await writeFile(onnx, onnxBytes(model, [{ name: 'w', externalFile: '../net.data' }]));
  await assert.rejects(scaffoldRepository(onnx), (error) => error instanceof UserError && error.code === 'weights-outside');
  assert.deepEqual(await readdir(folder), ['net.onnx']);
  await writeFile(onnx, onnxBytes(model));
  await mkdir(path.join(folder, 'models', 'net'), { recursive: true });
  await assert.rejects(scaffoldRepository(onnx), (error) => error instanceof UserError && error.code === 'name-taken');
});

test('a failure half-way leaves nothing, not even the folder of models, unless it was there', async () => {
  const onnx = path.join(folder, 'net.onnx');
  await writeFile(onnx, onnxBytes(model, [{ name: 'w', externalFile: 'model.onnx/w' }]));
  await mkdir(path.join(folder, 'model.onnx'));
  await writeFile(path.join(folder, 'model.onnx', 'w'), 'weights');
  await assert.rejects(scaffoldRepository(onnx));
  assert.deepEqual((await readdir(folder)).sort(), ['model.onnx', 'net.onnx']);
  await mkdir(path.join(folder, 'models'));
  await assert.rejects(scaffoldRepository(onnx));
  assert.deepEqual(await readdir(path.join(folder, 'models')), []);
});
