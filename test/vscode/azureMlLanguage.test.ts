import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { revealFile } from '../support/vscode/fileExplorer';
import { runCommand } from '../support/vscode/quickInput';
import { openProduct, pictureOfFailure, type ProductWindow } from './product';

let window: ProductWindow;

const files = {
  'typed.yaml':
    'name: blue\nendpoint_name: my-endpoint\nmodel:\n  type: triton_model\n  path: ./models/model_1\ninstance_typ: Standard_NC6s_v3\ninstance_count: 1\n',
  'workflow.yaml': 'on: push\njobs:\n  build:\n    instance_typ: x\n',
};

before(async () => {
  window = await openProduct();
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(window.folder, name), text);
  }
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

async function open(page: Page, ...path: readonly string[]): Promise<void> {
  await (await revealFile(page, ...path)).dblclick();
  await page.locator('.tab.active', { hasText: path.at(-1) ?? '' }).waitFor();
  await page.locator('.editor-instance .view-lines').first().waitFor();
}

function problem(page: Page, text: string | RegExp): ReturnType<Page['locator']> {
  return page.locator('.markers-panel-container .monaco-list-row', { hasText: text }).first();
}

test('every problem of a deployment is shown while it is typed, with the way to mend it', async () => {
  const { page } = window;
  await open(page, 'typed.yaml');
  await runCommand(page, 'Problems: Focus on Problems View');
  await problem(page, /instance_typ/).waitFor();
  await problem(page, /is the folder of one model/).waitFor();
  await window.screenshot('azureml-problems');
  await runCommand(page, 'Go to Next Problem in Files (Error, Warning, Info)');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').waitFor();
  await window.screenshot('azureml-fixes');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'Write ./models' }).first().click();
  await problem(page, /is the folder of one model/).waitFor({ state: 'detached', timeout: 30_000 });
});

test('another YAML is left alone', async () => {
  const { page } = window;
  await open(page, 'workflow.yaml');
  await page.waitForTimeout(1_000);
  assert.equal(await page.locator('.squiggly-error, .squiggly-warning').count(), 0);
});
