import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { fileMenu } from '../support/vscode/fileExplorer';
import { runCommand } from '../support/vscode/quickInput';
import { openContainer } from '../support/vscode/tree';
import { openProduct, pictureOfFailure, type ProductWindow } from './product';

let window: ProductWindow;

before(async () => {
  window = await openProduct({ asksForTrust: true, settings: { 'workbench.colorTheme': 'Default Light Modern' } });
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

test('in Restricted Mode the view says what is not done, and nothing that starts or sends is offered', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  const welcome = page.locator('.sidebar .welcome-view-content');
  await welcome.getByText('Restricted Mode', { exact: false }).first().waitFor();
  assert.equal(await welcome.getByRole('button', { name: 'Start Local Emulator' }).count(), 0);
  await window.screenshot('restricted');
  const offered = [...(await fileMenu(page, ['models'])), ...(await fileMenu(page, ['create-model.yaml']))];
  assert.deepEqual(
    offered.filter((item) => /Deploy|Register|Create Endpoint/.test(item)),
    [],
  );
});

test('once the folder is trusted the same window offers everything', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  await page.locator('.sidebar .welcome-view-content').getByRole('button', { name: 'Manage Workspace Trust' }).click();
  const editor = page.locator('.workspace-trust-editor');
  await editor.getByRole('button', { name: 'Trust', exact: true }).click();
  await editor.getByText('You trust this folder').waitFor();
  await runCommand(page, 'View: Close All Editors');
  await editor.waitFor({ state: 'detached' });
  await page.locator('.sidebar .welcome-view-content').getByRole('button', { name: 'Start Local Emulator' }).waitFor();
  await window.screenshot('trusted');
  assert.ok((await fileMenu(page, ['models'])).includes('Deploy to Endpoint…'));
});
