import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { webview } from '../support/vscode/editor';
import { chooseFromFile, revealFile } from '../support/vscode/fileExplorer';
import { answerDialog, answerNotification, dialogText, hideNotifications, waitForNotification } from '../support/vscode/messages';
import { enterText, runCommand } from '../support/vscode/quickInput';
import { openProduct, pictureOfFailure, type ProductWindow } from './product';

let window: ProductWindow;

before(async () => {
  window = await openProduct();
  // A window in a browser saves by itself; what is only typed could not be told from what is saved.
  await mkdir(join(window.folder, '.vscode'));
  await writeFile(join(window.folder, '.vscode', 'settings.json'), '{ "files.autoSave": "off" }');
  const model = join(window.folder, 'models', 'typed');
  await mkdir(join(model, '1'), { recursive: true });
  await writeFile(join(model, '1', '.gitkeep'), '');
  await writeFile(
    join(model, 'config.pbtxt'),
    'name: "typed"\nbackend: "identity"\nmax_batch_size: -1\ninput [ { name: "X" data_type: TYPE_FP32 dim: [ 1 ] } ]\noutput [ { name: "Y" data_type: TYPE_FP32 dims: [ 1 ] } ]\n',
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
  await goTo(page, 5, 22);
  await runCommand(page, 'Go to Definition');
  await page.locator('.view-lines', { hasText: 'identity' }).first().waitFor({ timeout: 30_000 });
});

/** Opens a configuration and waits for these words in it. */
async function openConfig(model: string, words: string | RegExp): Promise<void> {
  const { page } = window;
  await (await revealFile(page, 'models', model, 'config.pbtxt')).dblclick();
  await page.locator('.tab.active', { hasText: 'config.pbtxt' }).waitFor({ timeout: 30_000 });
  await shows(words);
}

/** A blank is a fixed one in the editor's lines. */
async function shows(words: string | RegExp): Promise<void> {
  const hasText = typeof words === 'string' ? new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s')) : words;
  await window.page.locator('.editor-instance .view-lines', { hasText }).first().waitFor({ timeout: 30_000 });
}

async function configOf(model: string): Promise<string> {
  return readFile(join(window.folder, 'models', model, 'config.pbtxt'), 'utf8');
}

/** A tab of what is not saved has a dot. */
async function allAreSaved(): Promise<void> {
  await window.page.waitForFunction(() => document.querySelector('.tab.dirty') === null, undefined, { timeout: 30_000 });
}

/** The rows below it move up, so nothing can be clicked before its own is gone. */
async function removeModel(name: string): Promise<void> {
  const { page, folder } = window;
  await rm(join(folder, 'models', name), { recursive: true });
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).waitFor({ state: 'detached', timeout: 30_000 });
}

test('Enter after a value that is typed in full begins a line', async () => {
  const { page } = window;
  await openConfig('typed', 'identity');
  // What the test before has typed there is no field.
  await goTo(page, 4, 1);
  await page.keyboard.press('Control+Shift+K');
  await page.keyboard.press('Control+Shift+Enter');
  await page.keyboard.type('instance_group {');
  await page.keyboard.press('Escape');
  await page.keyboard.type('\nkind: KIND_CP');
  await page.locator('.suggest-widget .monaco-list-row', { hasText: 'KIND_CPU' }).first().waitFor({ timeout: 30_000 });
  await page.keyboard.type('U');
  await page.locator('.suggest-widget .monaco-list-row', { hasText: 'KIND_GPU' }).waitFor({ state: 'detached', timeout: 30_000 });
  await window.screenshot('config-typed-in-full');
  await page.keyboard.press('Enter');
  await page.keyboard.type('count: 2');
  await shows('count: 2');
  await runCommand(page, 'File: Save All Files');
  await allAreSaved();
  assert.match(await configOf('typed'), /instance_group \{\n {2}kind: KIND_CPU\n {2}count: 2\n/);
});

test('a tensor is followed to where ensembles name it, and renamed there too', async () => {
  const { page } = window;
  await openConfig('typed', 'identity');
  const line = (await configOf('typed')).split('\n').findIndex((one) => one.includes('name: "X"')) + 1;
  await goTo(page, line, 20);
  await runCommand(page, 'Go to References');
  await page.locator('.reference-zone-widget .monaco-list-row', { hasText: 'pipe' }).first().waitFor({ timeout: 30_000 });
  await window.screenshot('config-references');
  await page.keyboard.press('Escape');
  await goTo(page, line, 20);
  await runCommand(page, 'Rename Symbol');
  await page.locator('.rename-box input').waitFor({ timeout: 30_000 });
  await page.locator('.rename-box input').fill('PIXELS');
  await window.screenshot('config-rename');
  await page.keyboard.press('Enter');
  await shows('name: "PIXELS"');
  await runCommand(page, 'File: Save All Files');
  await allAreSaved();
  assert.match(await configOf('typed'), /name: "PIXELS"/);
  assert.match(await configOf('pipe'), /key: "PIXELS" value: "IN"/);
});

test('a label file that a configuration names is opened from there', async () => {
  const { page, folder } = window;
  const labelled = join(folder, 'models', 'labelled');
  await mkdir(join(labelled, '1'), { recursive: true });
  await writeFile(join(labelled, 'names.txt'), 'cat\ndog\n');
  await writeFile(join(labelled, 'config.pbtxt'), 'backend: "identity"\noutput { label_filename: "names.txt" }\n');
  await openConfig('labelled', 'names.txt');
  await goTo(page, 2, 30);
  await page.locator('.detected-link, .detected-link-active', { hasText: 'names' }).first().waitFor({ timeout: 30_000 });
  await runCommand(page, 'Open Link');
  await page.locator('.tab.active', { hasText: 'names.txt' }).waitFor({ timeout: 30_000 });
  await removeModel('labelled');
});

test('what is typed and thrown away no longer counts for the models beside it', async () => {
  const { page } = window;
  await openConfig('pipe', 'ensemble_scheduling');
  await openConfig('typed', 'PIXELS');
  const line = (await configOf('typed')).split('\n').findIndex((one) => one.includes('name: "PIXELS"')) + 1;
  await goTo(page, line, 20);
  await page.keyboard.type('ZZ');
  await runCommand(page, 'Problems: Focus on Problems View');
  const broken = page.locator('.markers-panel-container .monaco-list-row', { hasText: 'triton/ensemble-map' });
  await broken.first().waitFor({ timeout: 30_000 });
  await openConfig('typed', 'ZZ');
  await runCommand(page, 'View: Revert and Close Editor');
  await broken.first().waitFor({ state: 'detached', timeout: 30_000 });
});

test('a configuration is generated for the model of an ONNX file, and its difference shown where one is there', async () => {
  const { page } = window;
  const onnx = ['models', 'model_1', '1', 'model.onnx'];
  await chooseFromFile(page, onnx, 'Generate config.pbtxt');
  await shows('name: "model_1"');
  const generated = await configOf('model_1');
  await chooseFromFile(page, onnx, 'Generate config.pbtxt');
  await waitForNotification(page, /is what fits the model already/);
  await writeFile(join(window.folder, 'models', 'model_1', 'config.pbtxt'), generated.replace('"data_0"', '"image"'));
  await shows('name: "image"');
  await chooseFromFile(page, onnx, 'Generate config.pbtxt');
  await waitForNotification(page, /disagrees with the model.*image/);
  await hideNotifications(page);
  await page.locator('.monaco-diff-editor .view-lines', { hasText: 'data_0' }).first().waitFor({ timeout: 30_000 });
  await window.screenshot('config-difference');
  assert.equal(await page.locator('.tab', { hasText: 'Untitled' }).count(), 0);
  const inDiff = (text: string): Promise<void> =>
    page.locator('.monaco-diff-editor .original .view-lines', { hasText: text }).first().waitFor({ timeout: 30_000 });
  await writeFile(join(window.folder, 'models', 'model_1', 'config.pbtxt'), `${generated.replace('"data_0"', '"image"')}# noted\n`);
  await inDiff('# noted');
  await answerNotification(page, /disagrees with the model/, 'Replace');
  await waitForNotification(page, /has changed meanwhile/);
  await answerNotification(page, /has changed meanwhile/, 'Replace');
  await shows('name: "data_0"');
  await page.locator('.monaco-diff-editor').waitFor({ state: 'detached', timeout: 30_000 });
  assert.equal(await configOf('model_1'), `${generated}# noted\n`);
  assert.equal(await page.locator('.tab', { hasText: 'Untitled' }).count(), 0);
  await writeFile(join(window.folder, 'models', 'model_1', 'config.pbtxt'), generated);
});

test('a repository is made around an ONNX file, under a name that is told', async () => {
  const { page, folder } = window;
  await copyFile(join(folder, 'models', 'model_1', '1', 'model.onnx'), join(folder, 'my net.onnx'));
  await chooseFromFile(page, ['my net.onnx'], 'Scaffold Model Repository');
  assert.match(await waitForNotification(page, /models\/my_net/), /1\/model\.onnx.*my_net.*stays where it is/);
  await shows('name: "my_net"');
  await window.screenshot('config-scaffold');
  await hideNotifications(page);
  await removeModel('my_net');
});

test('a folder without models is said to have none', async () => {
  const { page } = window;
  await chooseFromFile(page, ['pictures'], 'Check Model Repository');
  await waitForNotification(page, /nothing to check in pictures/);
  await chooseFromFile(page, ['pictures'], 'Generate config.pbtxt');
  await waitForNotification(page, /pictures is no model folder/);
  await hideNotifications(page);
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
