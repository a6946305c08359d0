import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { webview } from '../support/vscode/editor';
import { chooseFromFile, revealFile } from '../support/vscode/fileExplorer';
import { answerDialog, answerNotification, dialogText, waitForNotification } from '../support/vscode/messages';
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

test('a configuration has an outline, is laid out anew and leads to the models it names', async () => {
  const { page, folder } = window;
  const pipe = join(folder, 'models', 'pipe');
  await mkdir(join(pipe, '1'), { recursive: true });
  await writeFile(
    join(pipe, 'config.pbtxt'),
    'platform:"ensemble"\nensemble_scheduling{step[{model_name:"typed" model_version:-1 input_map{key:"X" value:"IN"} output_map{key:"Y" value:"OUT"}}]}\n',
  );
  await (await revealFile(page, 'models', 'pipe', 'config.pbtxt')).dblclick();
  await page.locator('.tab.active', { hasText: 'config.pbtxt' }).waitFor({ timeout: 30_000 });
  await page.locator('.view-lines', { hasText: 'ensemble_scheduling' }).first().waitFor({ timeout: 30_000 });
  await runCommand(page, 'Format Document');
  await page
    .locator('.view-lines', { hasText: /platform:\s"ensemble"/ })
    .first()
    .waitFor({ timeout: 30_000 });
  await runCommand(page, 'Explorer: Focus on Outline View');
  await page.locator('.outline-pane .monaco-list-row', { hasText: 'ensemble_scheduling' }).first().waitFor({ timeout: 30_000 });
  await window.screenshot('config-outline');
  await goTo(page, 5, 28);
  await runCommand(page, 'Go to Definition');
  await page.locator('.view-lines', { hasText: 'identity' }).first().waitFor({ timeout: 30_000 });
});

test('a configuration is copied as JSON, and JSON takes the place of a configuration once somebody agrees', async () => {
  const { page, folder } = window;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = join(folder, 'models', 'copied');
  await mkdir(copied, { recursive: true });
  await writeFile(join(copied, 'config.pbtxt'), 'backend: "identity"  # by hand\nmax_batch_size: 4\n');
  await (await revealFile(page, 'models', 'copied', 'config.pbtxt')).dblclick();
  await page
    .locator('.view-lines', { hasText: /by.hand/ })
    .first()
    .waitFor({ timeout: 30_000 });
  await runCommand(page, 'Triton: Copy config.pbtxt as JSON');
  await page.locator('.statusbar', { hasText: 'config.pbtxt copied as JSON' }).waitFor({ timeout: 30_000 });
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /"max_batch_size": 4,\n {2}"input": \[\],/);
  await page.evaluate((json) => navigator.clipboard.writeText(json), text.replace('"max_batch_size": 4', '"max_batch_size": 16'));
  await runCommand(page, 'Triton: Paste JSON as config.pbtxt');
  await page.locator('.monaco-dialog-box').waitFor({ timeout: 30_000 });
  assert.match(await dialogText(page), /Replace all of config\.pbtxt/);
  await answerDialog(page, 'Replace');
  await page
    .locator('.view-lines', { hasText: /max_batch_size:.16/ })
    .first()
    .waitFor({ timeout: 30_000 });
  await window.screenshot('config-from-json');
  await runCommand(page, 'Undo');
  await page
    .locator('.view-lines', { hasText: /by.hand/ })
    .first()
    .waitFor({ timeout: 30_000 });
});

test('a repository is checked with the files that are not open, and the result is told', async () => {
  const { page, folder } = window;
  const broken = join(folder, 'models', 'broken');
  await mkdir(join(broken, '1'), { recursive: true });
  await writeFile(join(broken, 'config.pbtxt'), 'name: "another"\nbackend: "identity"\n');
  await chooseFromFile(page, ['models'], 'Check Model Repository');
  await waitForNotification(page, /The check of models is done/, 60_000);
  await answerNotification(page, /The check of models is done/, 'Show Problems');
  await page
    .locator('.markers-panel-container .monaco-list-row', { hasText: 'A model is called as its folder' })
    .first()
    .waitFor({ timeout: 30_000 });
  await window.screenshot('config-repository');
});
