import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { checkPaths, type CheckedFile } from '../../../src/validation/checkPaths';
import { modelInItsRepository } from '../../../src/validation/findTargets';
import { checkRepository } from '../../../src/validation/repository/checkRepository';
import { makeExampleRepository } from './exampleRepository';

const signal = new AbortController().signal;

/** Every file of a repository, checked with all the others and alone. */
async function assertAlike(repository: string): Promise<readonly CheckedFile[]> {
  const all = await checkPaths([repository], signal);
  for (const { file, findings } of all.filter((one) => path.basename(one.file) === 'config.pbtxt')) {
    const [alone] = await checkRepository(modelInItsRepository(path.dirname(file)), signal);
    assert.deepEqual(alone?.findings, findings, file);
  }
  return all;
}

test('a model is judged alone as it is among all models of its repository', async () => {
  const all = await assertAlike('test/fixtures/triton/repository');
  assert.ok(all.length > 20 && all.some(({ findings }) => findings.length > 0));
});

const steps = (names: readonly string[]): string =>
  `ensemble_scheduling { step [ ${names.map((name) => `{ model_name: "${name}" input_map { key: "a" value: "x" } }`).join(', ')} ] }`;
const ensemble = (name: string, names: readonly string[]): string =>
  `${name}/config.pbtxt\n  platform: "ensemble"\n  input { name: "x" data_type: TYPE_FP32 dims: [ 1 ] }\n  ${steps(names)}\n${name}/1/\n`;
const plain = (name: string): string =>
  `${name}/config.pbtxt\n  backend: "python"\n  input { name: "b" data_type: TYPE_INT8 dims: [ 1 ] }\n  output { name: "c" data_type: TYPE_INT8 dims: [ 1 ] }\n`;

test('an ensemble of ensembles is judged by all that they name, however far away', async (it) => {
  const repository = await makeExampleRepository(
    ensemble('top', ['middle', 'absent']) + ensemble('middle', ['low', 'first']) + ensemble('low', ['first', 'top']) + plain('first'),
  );
  it.after(() => rm(repository, { recursive: true }));
  const codes = (await assertAlike(repository)).flatMap(({ findings }) => findings.map(({ code }) => code));
  for (const code of ['triton/ensemble-cycle', 'triton/ensemble-model', 'triton/ensemble-map']) {
    assert.ok(codes.includes(code), code);
  }
});

test('a configuration without a version is a template only where no model beside it has one', async (it) => {
  const templates = await makeExampleRepository(plain('a') + plain('b'));
  const repository = await makeExampleRepository(plain('a') + plain('b') + 'c/1/model.py\n');
  it.after(() => Promise.all([templates, repository].map((each) => rm(each, { recursive: true }))));
  const codesOf = async (folder: string): Promise<readonly string[]> => {
    const [checked] = await checkRepository(modelInItsRepository(path.join(folder, 'a')), signal);
    return (checked?.findings ?? []).map(({ code }) => code);
  };
  assert.ok(!(await codesOf(templates)).includes('triton/no-version'));
  assert.ok((await codesOf(repository)).includes('triton/no-version'));
  assert.equal((await readdir(repository)).length, 3);
});
