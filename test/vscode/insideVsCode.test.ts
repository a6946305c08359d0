import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { openWindow } from '../support/vscode/window';

interface Result {
  readonly name: string;
  readonly problem?: string;
}

test('the checks inside the extension host', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'triton-inside-'));
  const results = join(folder, 'results.json');
  const window = await openWindow({
    folder,
    tests: resolve('.test-build/integration/index'),
    environment: { INTEGRATION_RESULTS: results },
  });
  try {
    await window.testsEnded;
    for (const { name, problem } of JSON.parse(await readFile(results, 'utf8')) as Result[]) {
      await t.test(name, () => {
        assert.equal(problem, undefined);
      });
    }
  } finally {
    await window.close();
    await rm(folder, { recursive: true, force: true });
  }
});
