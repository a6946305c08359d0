import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import { readRepositoryFolder, requireRepository } from '../../../src/operations/repositoryFolder';

let root = '';

/** Writes empty files; a name that ends in a slash is an empty folder. */
async function lay(...names: string[]): Promise<void> {
  for (const name of names) {
    const place = path.join(root, name);
    await mkdir(name.endsWith('/') ? place : path.dirname(place), { recursive: true });
    if (!name.endsWith('/')) {
      await writeFile(place, name.endsWith('config.pbtxt') ? 'platform: "ensemble"\n' : '');
    }
  }
}

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'repository-folder-'));
  await lay(
    'project/models/model_1/1/model.onnx',
    'project/models/model_1/2/model.onnx',
    'project/models/second/3/model.plan',
    'project/models/all/config.pbtxt',
    'project/models/all/1/.gitkeep',
    'project/models/readme.txt',
    'project/pictures/cat.jpg',
    'outer/project/models/m/1/model.onnx',
    'no-file/m/1/weights.bin',
    'no-file/m/12/weights.bin',
    'leading-zero/m/01/model.onnx',
    'external-data/m/1/model.onnx/model.onnx',
    'node/node_modules/m/1/model.onnx',
    'empty/',
  );
});

after(() => rm(root, { recursive: true, force: true }));

const at = (name: string): string => path.join(root, name);

async function refused(name: string): Promise<UserError> {
  const error = await requireRepository(at(name)).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof UserError);
  return error;
}

test('a repository is told by its models; an ensemble needs no file', async () => {
  assert.deepEqual(await readRepositoryFolder(at('project/models')), {
    kind: 'repository',
    path: at('project/models'),
    models: ['all', 'model_1', 'second'],
  });
  assert.equal(await requireRepository(at('project/models/')), at('project/models'));
});

test('a model folder is not the repository, and the message says which folder is', async () => {
  assert.deepEqual(await readRepositoryFolder(at('project/models/model_1')), {
    kind: 'model',
    repository: at('project/models'),
    model: 'model_1',
  });
  const { code, message } = await refused('project/models/model_1');
  assert.equal(code, 'model-folder');
  assert.ok(message.includes(at('project/models')));
});

test('a version folder and a file in it lead to the repository too', async () => {
  const expected = { kind: 'version', repository: at('project/models'), model: 'model_1' };
  assert.deepEqual(await readRepositoryFolder(at('project/models/model_1/2')), expected);
  assert.deepEqual(await readRepositoryFolder(at('project/models/model_1/2/model.onnx')), expected);
  assert.equal((await refused('project/models/model_1/1')).code, 'version-folder');
});

test('a folder above a repository names it, up to two levels down', async () => {
  assert.deepEqual(await readRepositoryFolder(at('project')), { kind: 'above', repositories: [at('project/models')] });
  assert.deepEqual(await readRepositoryFolder(at('outer')), { kind: 'above', repositories: [at('outer/project/models')] });
  const { code, message } = await refused('project');
  assert.equal(code, 'above-repository');
  assert.ok(message.includes(at('project/models')));
});

test('version folders without a model file: says the file that Triton looks for', async () => {
  assert.deepEqual(await readRepositoryFolder(at('no-file')), {
    kind: 'noModelFile',
    path: at('no-file'),
    expected: at('no-file/m/12/model.onnx'),
  });
  assert.equal((await readRepositoryFolder(at('no-file/m'))).kind, 'noModelFile');
  assert.equal((await refused('no-file')).code, 'no-model-file');
});

test('what Triton takes for no version is none', async () => {
  assert.equal((await readRepositoryFolder(at('leading-zero'))).kind, 'none');
});

test('a model with external data is a folder named as the file', async () => {
  assert.equal((await readRepositoryFolder(at('external-data'))).kind, 'repository');
});

test('an empty folder, a folder of packages and a missing one are no repository', async () => {
  for (const name of ['empty', 'node', 'missing/deeper']) {
    assert.equal((await readRepositoryFolder(at(name))).kind, 'none', name);
  }
  assert.equal((await refused('empty')).code, 'no-repository');
});

test('a linked model folder counts', { skip: process.platform === 'win32' }, async () => {
  await mkdir(at('linked'));
  await symlink(at('project/models/model_1'), at('linked/model_1'));
  assert.deepEqual(await readRepositoryFolder(at('linked')), { kind: 'repository', path: at('linked'), models: ['model_1'] });
});
