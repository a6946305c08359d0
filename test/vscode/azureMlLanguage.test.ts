import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { chooseFromFile } from '../support/vscode/fileExplorer';
import { webview } from '../support/vscode/editor';
import { answerDialog, waitForNotification } from '../support/vscode/messages';
import { chooseRow, inputBox, runCommand } from '../support/vscode/quickInput';
import { openProduct, pictureOfFailure, type ProductWindow } from './product';

let window: ProductWindow;

const files = {
  'typed.yaml':
    'name: blue\nendpoint_name: my-endpoint\nmodel:\n  type: triton_model\n  path: ./models/model_1\ninstance_typ: Standard_NC6s_v3\ninstance_count: 1\n',
  'half.yaml': 'name: green\nendpoint_name: my-endpoint\n',
  'missing.yaml':
    'name: red\nendpoint_name: my-endpoint\nmodel:\n  type: custom_model\n  path: ./made-later\ninstance_type: Standard_DS3_v2\ninstance_count: 1\n',
  'checked/open.yaml': 'name: red\nendpoint_name: my-endpoint\nmodel: azureml:m:1\ninstance_tipe: Standard_DS3_v2\ninstance_count: 1\n',
  'old/endpoint.yaml':
    '$schema: https://azuremlschemas.azureedge.net/latest/onlineEndpoint.schema.json\nname: old-endpoint\ntype: online\nauth_mode: key\ndeployments:\n  - name: blue\n    model: azureml:m:1\n',
  'old/blue-deployment.yml': 'name: blue\n',
  'workflow.yaml': 'on: push\njobs:\n  build:\n    instance_typ: x\n',
};

before(async () => {
  window = await openProduct();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(window.folder, name)), { recursive: true });
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
  const row = page.locator('.action-widget .monaco-list-row', { hasText: fix }).first();
  // The list of fixes closes when a check ends while it is open.
  for (let turn = 0; turn < 5 && !(await row.isVisible()); turn++) {
    await page.keyboard.press('Escape');
    await problem(page, text).dblclick();
    await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
    await page.keyboard.press('Control+.');
    await row.waitFor({ timeout: 6_000 }).catch(() => undefined);
  }
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
  await mend(page, /key instance_typ here/, 'Write instance_type');
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

/** Puts the cursor at the end of the line with this text. */
async function goTo(page: Page, text: string): Promise<void> {
  await page.locator('.editor-instance .view-line', { hasText: text }).first().click();
  await page.keyboard.press('End');
}

async function suggestion(page: Page, label: string): Promise<Locator> {
  const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
  await row.waitFor();
  return row;
}

test('keys, values and references are offered while they are typed', async () => {
  const { page } = window;
  await open(page, 'half.yaml');
  await goTo(page, 'endpoint_name');
  await page.keyboard.press('Enter');
  await page.keyboard.type('inst', { delay: 50 });
  await suggestion(page, 'instance_type');
  await window.screenshot('azureml-keys');
  await (await suggestion(page, 'instance_type')).click();
  await suggestion(page, 'Standard_NC8as_T4_v3');
  await window.screenshot('azureml-instance-types');
  await (await suggestion(page, 'Standard_NC8as_T4_v3')).click();
  await page.keyboard.press('Enter');
  await page.keyboard.type('model: ', { delay: 50 });
  await suggestion(page, 'azureml:efficientnet-lite0:1');
  await window.screenshot('azureml-references');
  await (await suggestion(page, 'azureml:efficientnet-lite0:1')).click();
  await page.locator('.view-line', { hasText: 'model: azureml:efficientnet-lite0:1' }).waitFor();
});

test('an instance type and a key explain themselves', async () => {
  const { page } = window;
  await page
    .locator('.view-line span', { hasText: /^Standard_NC8as_T4_v3$/ })
    .last()
    .hover();
  await page
    .locator('.monaco-hover', { hasText: /1 × T4, 16 GB/ })
    .first()
    .waitFor();
  await window.screenshot('azureml-hover');
});

test('what can be done with a file stands above it, and can be switched off', async () => {
  const { page } = window;
  await open(page, 'create-managed-deployment.yaml');
  const lens = (title: string): Locator => page.locator('.codelens-decoration a', { hasText: title }).first();
  await lens('Deploy').waitFor();
  await lens('Invoke').waitFor();
  await window.screenshot('azureml-lenses');
  await lens('Invoke').click();
  await waitForNotification(page, /No workspace that can be reached has an endpoint my-endpoint/);
  await window.server.configure({ 'tritonAml.codeLens': false });
  await lens('Deploy').waitFor({ state: 'detached' });
});

/** Waits until a file on the disk is as it should be. */
async function settled(is: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 300 && !(await is()); turn++) await window.page.waitForTimeout(100);
  assert.ok(await is());
}

test('files of 2021 are shown as they would be, and changed when somebody agrees', async () => {
  const { page, folder } = window;
  const model = join(folder, '2021', 'create-model.yaml');
  assert.match(await readFile(model, 'utf8'), /model_format/);
  await chooseFromFile(page, ['2021'], 'Migrate Azure ML YAML to the Current Schema');
  await page.locator('.monaco-dialog-box', { hasText: 'create-model.yaml' }).waitFor();
  await window.screenshot('azureml-migrate');
  await answerDialog(page, 'Migrate');
  await settled(async () => /type: triton_model/.test(await readFile(model, 'utf8')));
});

test('a file that is migrated into one that is there is refused by name, and stays as it is', async () => {
  const { page, folder } = window;
  await chooseFromFile(page, ['old', 'endpoint.yaml'], 'Migrate Azure ML YAML to the Current Schema');
  await waitForNotification(page, /written to blue-deployment\.yml, which is there already/);
  assert.equal(await readFile(join(folder, 'old', 'endpoint.yaml'), 'utf8'), files['old/endpoint.yaml']);
});

test('a problem about another file goes when that file is made, and comes when it goes', async () => {
  const { page, folder } = window;
  await open(page, 'missing.yaml');
  await runCommand(page, 'Problems: Focus on Problems View');
  await problem(page, /made-later/).waitFor();
  await mkdir(join(folder, 'made-later'));
  await problem(page, /made-later/).waitFor({ state: 'detached' });
  await rm(join(folder, 'made-later'), { recursive: true });
  await problem(page, /made-later/).waitFor();
});

test('what is checked while it is typed is not told a second time by a check of its folder', async () => {
  const { page } = window;
  await open(page, 'open.yaml');
  await runCommand(page, 'Problems: Focus on Problems View');
  await problem(page, /instance_tipe/).waitFor();
  await chooseFromFile(page, ['checked'], 'Check Model Repository');
  await waitForNotification(page, /The check of checked is done/, 60_000);
  assert.equal(await page.locator('.markers-panel-container .monaco-list-row', { hasText: 'key instance_tipe' }).count(), 1);
});

test('a new file has the places to fill in, and nothing to mend', async () => {
  const { page } = window;
  await runCommand(page, 'Triton: New Deployment File');
  await page.locator('.tab.active', { hasText: 'deployment.yml' }).waitFor();
  await page.locator('.view-line', { hasText: 'managedOnlineDeployment.schema.json' }).first().waitFor();
  await window.screenshot('azureml-new');
});

test('a name leads to its file and is renamed in all of them', async () => {
  const { page, folder } = window;
  await open(page, 'create-managed-deployment.yaml');
  await page
    .locator('.view-line span', { hasText: /^my-endpoint$/ })
    .last()
    .click();
  await page.keyboard.press('F12');
  await page.locator('.tab.active', { hasText: 'create-managed-endpoint.yaml' }).waitFor();
  await page.keyboard.press('F2');
  await page.locator('.rename-box input').fill('renamed-endpoint');
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: 'renamed-endpoint' }).first().waitFor();
  await runCommand(page, 'File: Save All Files');
  await settled(async () =>
    (await readFile(join(folder, 'create-managed-deployment.yaml'), 'utf8')).includes('endpoint_name: renamed-endpoint'),
  );
});
