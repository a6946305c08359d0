import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { revealFile } from '../support/vscode/fileExplorer';
import { chooseRow, inputBox, inputRows, waitForInput } from '../support/vscode/quickInput';
import { openContainer, waitForRow } from '../support/vscode/tree';
import { openProduct, pictureOfFailure, type ProductWindow } from './product';

let window: ProductWindow;

before(async () => {
  window = await openProduct();
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

test('Open Sample Repository copies it where it is told and asks how it is to be opened', async () => {
  const { page, folder } = window;
  await openContainer(page, 'Triton');
  await page.locator('.sidebar .welcome-view-content').getByRole('button', { name: 'Open Sample Repository' }).click();
  await waitForInput(page, 'triton-sample');
  // The dialog writes the folder that it begins with into its box once it has read it.
  await page.locator('.quick-input-list .monaco-list-row', { hasText: '..' }).first().waitFor();
  await inputBox(page).fill(`${dirname(folder)}/`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'single-model' }).first().waitFor();
  await page.locator('.quick-input-widget:visible').getByRole('button', { name: 'Copy Sample Here' }).click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Add to this window' }).waitFor();
  const choices = (await inputRows(page)).join('\n');
  for (const choice of ['Add to this window', 'Open in a new window', 'Open in this window']) assert.ok(choices.includes(choice), choice);
  await window.screenshot('open-sample');
});

test('what is opened is a whole sample of its own, and the emulator is where it was', async () => {
  const { page, folder } = window;
  const sample = join(dirname(folder), 'triton-sample');
  await chooseRow(page, 'Open in this window');
  await page.waitForURL((url) => url.href.includes('triton-sample'));
  await revealFile(page, 'models', 'model_1');
  assert.deepEqual((await readdir(sample)).sort(), (await readdir('samples/single-model')).sort());
  await openContainer(page, 'Triton');
  await page.locator('.sidebar .welcome-view-content').getByRole('button', { name: 'Start Local Emulator' }).click();
  await waitForRow(page, 'Local emulator', /running on/);
  await window.screenshot('sample-opened');
});
