import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { chooseRow, inputBox, runCommand } from '../support/vscode/quickInput';
import { openProduct, pictureOfFailure, type ProductWindow } from './product';

let window: ProductWindow;

const files = {
  'typed.yaml':
    'name: blue\nendpoint_name: my-endpoint\nmodel:\n  type: triton_model\n  path: ./models/model_1\ninstance_typ: Standard_NC4as_T4_v3\ninstance_count: lots\n',
  'workflow.yaml': 'on: push\njobs:\n  build:\n    instance_typ: x\n',
};

before(async () => {
  window = await openProduct({ beside: ['.test-build/standInYaml'] });
  for (const [name, text] of Object.entries(files)) await writeFile(join(window.folder, name), text);
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

async function open(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await inputBox(page).fill(name);
  await chooseRow(page, name);
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await page.locator('.editor-instance .view-lines').first().waitFor();
}

function problems(page: Page, text: string | RegExp): Locator {
  return page.locator('.markers-panel-container .monaco-list-row', { hasText: text });
}

test('what the schema says is said by the other extension alone, and our own rules stay', async () => {
  const { page } = window;
  await open(page, 'workflow.yaml');
  await open(page, 'typed.yaml');
  await runCommand(page, 'Problems: Focus on Problems View');
  await problems(page, /YAML says: .*instance_typ/)
    .first()
    .waitFor();
  await problems(page, /is the folder of one model/)
    .first()
    .waitFor();
  assert.equal(await problems(page, /instance_typ\b/).count(), 1);
  assert.equal(await problems(page, /YAML says: Incorrect type/).count(), 1);
  assert.equal(await problems(page, 'aml/wrong-type').count(), 0);
  assert.equal(await problems(page, 'workflow.yaml').count(), 0);
  await window.screenshot('beside-yaml-problems');
});

test('a key is explained once', async () => {
  const { page } = window;
  await page
    .locator('.view-line span', { hasText: /^endpoint_name$/ })
    .last()
    .hover();
  const hover = page.locator('.monaco-hover', { hasText: 'The endpoint that the deployment belongs to' });
  await hover.first().waitFor();
  assert.equal((await hover.first().innerText()).split('The endpoint that the deployment belongs to').length, 2);
});

test('a key is offered once', async () => {
  const { page } = window;
  await page.locator('.editor-instance .view-line', { hasText: 'instance_count' }).first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('app_ins', { delay: 50 });
  const rows = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'app_insights_enabled' });
  await rows.first().waitFor();
  assert.equal(await rows.count(), 1);
  assert.match(await rows.first().innerText(), /of YAML/);
});
