import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { checkPaths } from '../../../src/validation/checkPaths';

async function folderFor(it: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'large-'));
  it.after(() => rm(folder, { recursive: true }));
  return folder;
}

const signal = new AbortController().signal;

test('links that lead back end the search', async (it) => {
  const folder = await folderFor(it);
  const model = path.join(folder, 'models', 'a');
  await mkdir(path.join(model, '1'), { recursive: true });
  await writeFile(path.join(model, 'config.pbtxt'), 'backend: "python"\n');
  await writeFile(path.join(model, '1', 'model.py'), '');
  await symlink('..', path.join(folder, 'models', 'up'));
  await symlink('.', path.join(model, 'self'));
  await symlink(folder, path.join(model, '1', 'top'));
  await symlink('nowhere', path.join(model, '1', 'dangling'));
  for (const place of [folder, path.join(folder, 'models'), model]) {
    const errors = (await checkPaths([place], signal)).flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
    assert.deepEqual(errors, [], place);
  }
});

test('a check of many models gives way to others', async (it) => {
  const folder = await folderFor(it);
  for (let count = 0; count < 300; count += 1) {
    await mkdir(path.join(folder, `m${count}`, '1'), { recursive: true });
    await writeFile(path.join(folder, `m${count}`, 'config.pbtxt'), 'backend: "python"\ninput { name: "x" dims: [ 0 ] }\n');
    await writeFile(path.join(folder, `m${count}`, '1', 'model.py'), '');
  }
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const files = await checkPaths([folder], signal);
  clearInterval(timer);
  assert.equal(files.length, 300);
  assert.ok(turns > 3, `${turns} turns`);
});

test('a check ends when it is aborted', async (it) => {
  const folder = await folderFor(it);
  await mkdir(path.join(folder, 'a', '1'), { recursive: true });
  await writeFile(path.join(folder, 'a', 'config.pbtxt'), '');
  await assert.rejects(checkPaths([folder], AbortSignal.abort()));
});
