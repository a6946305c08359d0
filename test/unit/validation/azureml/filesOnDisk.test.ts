import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { filesOnDisk } from '../../../../src/validation/azureml/filesOnDisk';

let folder = '';

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'around-'));
  await mkdir(path.join(folder, 'models', '1'), { recursive: true });
  await writeFile(path.join(folder, 'a.yml'), 'name: a');
  await writeFile(path.join(folder, 'b.YAML'), 'name: b');
  await symlink('models', path.join(folder, 'linked'));
  await symlink('a.yml', path.join(folder, 'same.txt'));
  await symlink('gone', path.join(folder, 'dangling'));
});

after(() => rm(folder, { recursive: true }));

test('a link is what it leads to, and nothing where that is gone', () => {
  const around = filesOnDisk(path.join(folder, 'a.yml'));
  const folders = around.list('.').flatMap(({ name, isFolder }) => (isFolder ? [name] : []));
  assert.deepEqual(folders.sort(), ['linked', 'models']);
  assert.deepEqual(
    ['linked', 'same.txt', 'dangling', 'linked/1', 'a.yml/1'].map((one) => around.kindOf(one)),
    ['folder', 'file', 'absent', 'folder', 'absent'],
  );
});

test('the other YAML files of the folder are read, and what cannot be listed is empty', () => {
  const around = filesOnDisk(path.join(folder, 'a.yml'));
  assert.deepEqual(around.otherYaml(), [{ file: 'b.YAML', text: 'name: b' }]);
  assert.deepEqual(around.list('gone'), []);
});
