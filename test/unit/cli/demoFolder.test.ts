import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { makeDemoFolder } from '../../../src/cli/demoFolder';

test('what demos that were killed have left is removed, what belongs to a living one or to somebody else is not', async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'demo-folder-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = parent;
  try {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const old = [`triton-azureml-demo-${dead}-old`, `triton-azureml-demo-${process.pid}-alive`, 'another-old'];
    for (const name of [...old, `triton-azureml-demo-${dead}-young`]) {
      await mkdir(path.join(parent, name));
      await writeFile(path.join(parent, name, 'model.onnx'), 'x');
    }
    for (const name of old) {
      await utimes(path.join(parent, name), 1, 1);
    }
    const made = path.basename(await makeDemoFolder());
    assert.deepEqual((await readdir(parent)).sort(), [...old.slice(1), `triton-azureml-demo-${dead}-young`, made].sort());
  } finally {
    if (before === undefined) {
      delete process.env['TMPDIR'];
    } else {
      process.env['TMPDIR'] = before;
    }
    await rm(parent, { recursive: true, force: true });
  }
});
