import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { webview } from '../support/vscode/editor';
import { revealFile } from '../support/vscode/fileExplorer';
import { enterText, runCommand } from '../support/vscode/quickInput';
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

/** Puts the cursor at a line and a column of the editor. */
async function goTo(page: Page, line: number, column: number): Promise<void> {
  await runCommand(page, 'Go to Line/Column...');
  await enterText(page, `:${line}:${column}`);
  await page.locator('.statusbar', { hasText: `Ln ${line}, Col ${column}` }).waitFor({ timeout: 30_000 });
}

test('a fix writes what was meant, and the code of a finding leads to its rule', async () => {
  const { page } = window;
  await goTo(page, 4, 45);
  await page.keyboard.press('Control+.');
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Write dims' }).first();
  await fix.waitFor({ timeout: 30_000 });
  await window.screenshot('config-fixes');
  await fix.click();
  await page.locator('.editor-instance .view-lines', { hasText: 'dims: [ 1 ]' }).first().waitFor({ timeout: 30_000 });
  await runCommand(page, 'Problems: Focus on Problems View');
  await page
    .locator('.markers-panel-container .monaco-list-row', { hasText: 'triton/max-batch-size' })
    .locator('a', { hasText: 'triton/max-batch-size' })
    .first()
    .click();
  await page.locator('.tab', { hasText: 'rules.md' }).first().waitFor({ timeout: 30_000 });
  await webview(page).getByRole('heading', { name: 'triton/max-batch-size' }).waitFor({ timeout: 30_000 });
  await window.screenshot('config-rule');
});

test('fields and values are offered and explained, and the shape on the wire is shown', async () => {
  const { page } = window;
  await (await revealFile(page, 'models', 'typed', 'config.pbtxt')).dblclick();
  await goTo(page, 3, 1);
  await page.keyboard.press('Control+Shift+K');
  await page.keyboard.type('max_batch_size: 8\n\n');
  await page.keyboard.press('ArrowUp');
  await page
    .locator('.view-lines', { hasText: /→.\[-1,.1\]/ })
    .first()
    .waitFor({ timeout: 30_000 });
  await page.keyboard.type('dyn');
  const suggestion = page.locator('.suggest-widget .monaco-list-row', { hasText: 'dynamic_batching' }).first();
  await suggestion.waitFor({ timeout: 30_000 });
  await window.screenshot('config-completion');
  await page.keyboard.press('Escape');
  await goTo(page, 3, 5);
  await runCommand(page, 'Show or Focus Hover');
  await page.locator('.monaco-hover:visible', { hasText: 'Largest batch' }).first().waitFor({ timeout: 30_000 });
  await window.screenshot('config-hover');
});
