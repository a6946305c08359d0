import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { checkPaths } from '../../../src/validation/checkPaths';

/** Files of the shapes that people publish: Triton takes the configurations, and Azure’s clients the YAML. */
const published = 'test/fixtures/published';
const signal = new AbortController().signal;

async function told(paths: readonly string[]): Promise<readonly string[]> {
  const files = await checkPaths(paths, signal);
  return files.flatMap(({ file, findings }) =>
    findings.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${path.basename(file)}: ${code} ${message}`),
  );
}

test('nothing that Triton takes is called an error, as a file on its own', async () => {
  const files = (await readdir(`${published}/config`)).map((name) => `${published}/config/${name}`);
  assert.ok(files.length > 30);
  assert.deepEqual(await told(files), []);
});

test('nothing that Triton takes is called an error, as the configuration of a folder without versions', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'published-'));
  try {
    for (const name of await readdir(`${published}/config`)) {
      const model = path.join(folder, path.parse(name).name);
      await mkdir(model);
      await copyFile(`${published}/config/${name}`, path.join(model, 'config.pbtxt'));
    }
    assert.deepEqual(await told([folder]), []);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('nothing that Azure’s clients take is called an error', async () => {
  assert.deepEqual(await told([`${published}/azureml`]), []);
});

test('nothing at all is said of YAML of other kinds', async () => {
  const files = await checkPaths([`${published}/other`], signal);
  assert.ok(files.length > 15);
  assert.deepEqual(
    files.filter(({ findings }) => findings.length > 0).map(({ file }) => path.basename(file)),
    [],
  );
});
