import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { webview } from '../support/vscode/editor';
import { chooseRow, inputBox, runCommand } from '../support/vscode/quickInput';
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

/** By name, from *Go to File*: files that have just been written are found there at once. */
async function open(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await inputBox(page).fill(name);
  await chooseRow(page, name);
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await page.locator('.editor-instance .view-lines').first().waitFor();
}

function problem(page: Page, text: string | RegExp): ReturnType<Page['locator']> {
  return page.locator('.markers-panel-container .monaco-list-row', { hasText: text }).first();
}

/** Chooses a quick fix at a row of the Problems view. */
async function mend(page: Page, text: string | RegExp, fix: string, picture?: string): Promise<void> {
  await problem(page, text).dblclick();
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  await page.keyboard.press('Control+.');
  const row = page.locator('.action-widget .monaco-list-row', { hasText: fix }).first();
  await row.waitFor();
  if (picture !== undefined) await window.screenshot(picture);
  await row.click();
}

test('every problem of a deployment is shown while it is typed, and that of no other YAML', async () => {
  const { page } = window;
  await open(page, 'workflow.yaml');
  await open(page, 'typed.yaml');
  await runCommand(page, 'Problems: Focus on Problems View');
  await problem(page, /instance_typ/).waitFor();
  await problem(page, /is the folder of one model/).waitFor();
  assert.equal(await problem(page, 'workflow.yaml').count(), 0);
  await window.screenshot('azureml-problems');
});

test('a quick fix writes what was meant, and its problem goes', async () => {
  const { page } = window;
  await mend(page, /is the folder of one model/, 'Write ./models', 'azureml-fixes');
  await problem(page, /is the folder of one model/).waitFor({ state: 'detached' });
  await mend(page, /key instance_typ here/, 'Change to instance_type');
  await problem(page, /key instance_typ here/).waitFor({ state: 'detached' });
  await problem(page, /retired Standard_NC6s_v3/).waitFor();
});

test('the code of a problem opens its section of the rules', async () => {
  const { page } = window;
  await page.locator('.markers-panel-container .marker-code', { hasText: 'aml/instance-type-retired' }).first().click();
  await page.locator('.tab.active', { hasText: 'rules.md' }).waitFor();
  await webview(page).getByRole('heading', { name: 'aml/instance-type-retired' }).waitFor();
  await window.screenshot('azureml-rule');
});
