import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { revealFile } from '../support/vscode/fileExplorer';
import { runCommand } from '../support/vscode/quickInput';
import { openProduct, pictureOfFailure, type ProductWindow } from './product';

let window: ProductWindow;

before(async () => {
  window = await openProduct();
  const model = join(window.folder, 'models', 'typed');
  await mkdir(join(model, '1'), { recursive: true });
  await writeFile(join(model, '1', '.gitkeep'), '');
  await writeFile(
    join(model, 'config.pbtxt'),
    'name: "typed"\nbackend: "identity"\nmax_batch_size: -1\ninput [ { name: "X" data_type: TYPE_FP32 dim: [ 1 ] } ]\n',
  );
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

/** The texts of the Problems view. */
async function problems(page: Page): Promise<string[]> {
  return page.locator('.markers-panel-container .monaco-list-row .marker-message-details-container').allInnerTexts();
}

test('every problem of a config.pbtxt is shown at once, with its place', async () => {
  const { page } = window;
  await (await revealFile(page, 'models', 'typed', 'config.pbtxt')).dblclick();
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel-container .monaco-list-row', { hasText: 'max_batch_size' }).first().waitFor();
  const texts = (await problems(page)).join('\n');
  assert.match(texts, /max_batch_size/);
  assert.match(texts, /"dim"|dims/);
  await window.screenshot('config-problems');
});
