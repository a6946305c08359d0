import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { chooseFromFile } from '../support/vscode/fileExplorer';
import { hideNotifications, waitForNotification } from '../support/vscode/messages';
import { chooseRow, enterText, inputBox, runCommand, waitForInput } from '../support/vscode/quickInput';
import { chooseFromRow, openContainer, waitForRow } from '../support/vscode/tree';
import { acceptText, openProduct, pictureOfFailure, startEmulator, textIsAsked, type ProductWindow } from './product';

let window: ProductWindow;

before(async () => {
  window = await openProduct();
  await startEmulator(window.page);
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

async function tick(id: string): Promise<void> {
  const { page } = window;
  await inputBox(page).fill(id);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: id }).first().click();
}

test('what points Azure’s own clients at the emulator is copied for a shell', async () => {
  const { page } = window;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await runCommand(page, 'Triton: Copy Environment for Azure SDKs…');
  await waitForInput(page, 'Copy Environment for Azure SDKs');
  await window.screenshot('copy-environment');
  await chooseRow(page, 'bash, zsh, sh');
  await waitForNotification(page, /The variables are copied, with the token/);
  const lines = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(lines, /^export ARM_CLOUD_METADATA_URL='http:\/\/127\.0\.0\.1:\d+\/.*'\n[^]*export TRITON_AZUREML_KEY='\S{20,}'\n$/);
  await hideNotifications(page);
});

test('a fault is ticked in a list that shows what it will look like, and the row of the emulator says that it is set', async () => {
  const { page } = window;
  await runCommand(page, 'Triton: Set Faults…');
  await waitForInput(page, 'Set Faults');
  await page.locator('.quick-input-list', { hasText: 'OutOfQuota' }).waitFor();
  await window.screenshot('faults-list');
  await tick('deployment.out-of-quota-cores');
  await page.keyboard.press('Enter');
  await chooseRow(page, 'Every time');
  await openContainer(page, 'Triton');
  await waitForRow(page, 'Local emulator', /1 fault is set/);
  await window.screenshot('faults-set');
});

test('a deployment meets it and says so in words', async () => {
  const { page } = window;
  await chooseFromFile(page, ['models'], 'Deploy to Endpoint…');
  await waitForInput(page, 'Deploy models');
  await chooseRow(page, 'Local emulator');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await enterText(page, 'short-endpoint');
  await acceptText(page, 'Name of the deployment');
  await chooseRow(page, 'Standard_NC4as_T4_v3');
  await acceptText(page, 'Number of instances');
  assert.match(await waitForNotification(page, /cores/, 60_000), /more quota/);
  await window.screenshot('faults-quota');
  await openContainer(page, 'Triton');
  await waitForRow(page, 'blue', /Failed/);
});

test('unticked, the same deployment ends well', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  await chooseFromRow(page, 'Local emulator', 'Set Faults…');
  await waitForInput(page, 'Set Faults');
  await tick('deployment.out-of-quota-cores');
  await page.keyboard.press('Enter');
  await waitForRow(page, 'Local emulator', /running on 127\.0\.0\.1$/);
  await chooseFromFile(page, ['models'], 'Deploy to Endpoint…');
  await chooseRow(page, 'Local emulator');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await enterText(page, 'well-endpoint');
  await acceptText(page, 'Name of the deployment');
  await chooseRow(page, 'Standard_NC4as_T4_v3');
  await acceptText(page, 'Number of instances');
  await waitForNotification(page, 'Deployment blue of endpoint well-endpoint is ready', 60_000);
});
