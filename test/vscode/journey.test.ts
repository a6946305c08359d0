import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { editorTab, webview } from '../support/vscode/editor';
import { chooseFromFile, revealFile } from '../support/vscode/fileExplorer';
import { answerDialog, dialogText, hideNotifications, notifications, waitForNotification } from '../support/vscode/messages';
import {
  chooseRow,
  enterText,
  inputBox,
  inputRows,
  pressBack,
  runCommand,
  waitForInput,
  waitForInputMessage,
} from '../support/vscode/quickInput';
import { chooseFromRow, expand, openContainer, treeRow, treeRows, waitForRow, welcomeText } from '../support/vscode/tree';
import { acceptText, openProduct, pictureOfFailure, textIsAsked, type ProductWindow } from './product';

/** One window from the first look to the last deletion, each test going on where the one before it ended. */
let window: ProductWindow;

before(async () => {
  window = await openProduct();
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

test('the empty view says what this is and offers three ways to begin', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  // VS Code takes a moment to learn that the folder is trusted, and shows the words for one that is not until then.
  await page.locator('.sidebar .welcome-view-content').getByRole('button', { name: 'Start Local Emulator' }).waitFor();
  const text = await welcomeText(page);
  assert.match(text, /Triton model repository/);
  for (const name of ['Start Local Emulator', 'Open Sample Repository', 'Sign In to Azure']) {
    assert.ok(await page.locator('.sidebar .welcome-view-content').getByRole('button', { name }).isVisible(), name);
  }
  assert.deepEqual(await notifications(page), []);
  await window.screenshot('empty');
});

test('the emulator starts from the button and says that it is local and bills nothing', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  await page.locator('.sidebar .welcome-view-content').getByRole('button', { name: 'Start Local Emulator' }).click();
  const row = await waitForRow(page, 'Local emulator', /running on 127\.0\.0\.1/);
  assert.match(row.description, /nothing is billed/);
  await window.screenshot('emulator-running');
});

test('the wizard goes back with its answers kept, and says what is wrong where it is typed', async () => {
  const { page } = window;
  await chooseFromFile(page, ['models', 'model_1'], 'Deploy to Endpoint…');
  assert.match(await waitForInput(page, 'Deploy models'), /1\/6/);
  await chooseRow(page, 'Local emulator');
  await textIsAsked(page, 'Name of the model');
  await enterText(page, 'classifier');
  assert.ok((await inputRows(page)).some((row) => row.includes('New endpoint…')));
  await pressBack(page);
  await textIsAsked(page, 'Name of the model');
  assert.equal(await inputBox(page).inputValue(), 'classifier');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await inputBox(page).fill('Demo');
  await waitForInputMessage(page, /lower/i);
  await window.screenshot('wizard-name');
  await inputBox(page).fill('a');
  await waitForInputMessage(page, /characters/i);
  await enterText(page, 'demo-endpoint');
});

test('the wizard ends in a deployment with all the traffic', async () => {
  const { page } = window;
  assert.equal(await acceptText(page, 'Name of the deployment'), 'blue');
  await inputRows(page);
  await window.screenshot('wizard-instance-type');
  await chooseRow(page, 'Standard_NC4as_T4_v3');
  await textIsAsked(page, 'Number of instances');
  await inputBox(page).fill('0');
  await waitForInputMessage(page, /whole number/);
  await enterText(page, '1');
  await openContainer(page, 'Triton');
  await waitForRow(page, 'blue', /Creating|Succeeded/);
  assert.match((await notifications(page)).join('\n'), /Deploying blue/);
  await window.screenshot('deploying');
  const said = await waitForNotification(page, 'Deployment blue of endpoint demo-endpoint is ready', 60_000);
  assert.match(said, /100 % of the traffic/);
  await hideNotifications(page);
});

test('the tree shows the model, its version, the endpoint and the deployment', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  await expand(page, 'classifier');
  await waitForRow(page, '1', /MB/);
  await waitForRow(page, 'demo-endpoint', /key · Succeeded/);
  const rows = await treeRows(page);
  const row = (label: string): string => rows.find((it) => it.label === label)?.description ?? 'no such row';
  assert.match(row('classifier'), /triton · 1 version/);
  assert.match(row('blue'), /^100 % · Succeeded · 1 × Standard_NC4as_T4_v3$/);
  assert.match(rows.find(({ label }) => label === 'blue')?.spoken ?? '', /Deployment blue, Succeeded, 100 percent of traffic/);
  await window.screenshot('tree');
});

test('a right-click on a picture leads to PEACOCK', async () => {
  const { page } = window;
  await chooseFromFile(page, ['pictures', 'peacock.jpg'], 'Invoke Endpoint with Image…');
  await webview(page).getByText('PEACOCK', { exact: true }).first().waitFor({ timeout: 60_000 });
  const text = await webview(page).locator('main').innerText();
  assert.match(text, /84/);
  assert.match(text, /Server ready/);
  assert.match(text, /Model ready/);
  assert.match(text, /FP32/);
  await page.mouse.move(640, 790);
  await window.screenshot('invoke');
});

test('the window can be read in dark, light and high contrast', async () => {
  const { page, server } = window;
  for (const [name, theme, mark] of [
    ['dark', 'Default Dark Modern', '.vs-dark'],
    ['light', 'Default Light Modern', '.vs'],
    ['high-contrast', 'Default High Contrast', '.hc-black'],
    ['high-contrast-light', 'Default High Contrast Light', '.hc-light'],
  ] as const) {
    await server.configure({ 'workbench.colorTheme': theme });
    await page.locator(`.monaco-workbench${mark}`).waitFor();
    await openContainer(page, 'Triton');
    await webview(page).locator(`body[data-vscode-theme-kind]`).waitFor();
    await window.screenshot(`invoke-${name}`);
  }
  await server.configure({});
});

test('another scaling can be chosen and asked again', async () => {
  const frame = webview(window.page);
  await frame.locator('#scaling, [aria-label="Scaling"]').first().click();
  await frame.locator('li', { hasText: 'None (x)' }).first().click();
  await frame.getByRole('button', { name: 'Invoke' }).first().click();
  await frame.locator('main', { hasText: /\d\.00 … 2\d\d\.00/ }).waitFor({ timeout: 30_000 });
});

test('stopping keeps models and endpoints for the next start', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  await chooseFromRow(page, 'Local emulator', 'Stop Local Emulator');
  await waitForRow(page, 'Local emulator', /^stopped$/);
  await window.screenshot('emulator-stopped');
  await chooseFromRow(page, 'Local emulator', 'Start Local Emulator');
  await waitForRow(page, 'blue', /100 % · Succeeded/);
});

test('a reload of the window brings the panel back', async () => {
  const { page } = window;
  await window.reload();
  await editorTab(page, 'peacock').or(editorTab(page, 'Invoke')).first().waitFor();
  await webview(page)
    .getByText(/peacock\.jpg/)
    .first()
    .waitFor({ timeout: 60_000 });
  await window.screenshot('panel-restored');
});

test('the panel that came back finds its endpoint once the emulator runs again', async () => {
  const { page } = window;
  await runCommand(page, 'Triton: Start Local Emulator');
  await webview(page).getByText('Model ready').first().waitFor({ timeout: 30_000 });
  await window.screenshot('panel-after-start');
});

test('deleting a deployment says what goes and what stays', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  await waitForRow(page, 'blue', /100 %/);
  await chooseFromRow(page, 'blue', 'Delete Deployment…');
  const text = await dialogText(page);
  assert.match(text, /Delete deployment blue of endpoint demo-endpoint\?/);
  assert.match(text, /100 % of the traffic/);
  assert.match(text, /model stay/);
  assert.match(text, /nothing is or was billed/);
  await window.screenshot('delete-deployment');
  await answerDialog(page, 'Cancel');
  assert.ok(await treeRow(page, 'blue').isVisible(), 'Cancel deletes nothing');
  await chooseFromRow(page, 'blue', 'Delete Deployment…');
  await answerDialog(page, 'Delete');
  await treeRow(page, 'No deployments yet').waitFor({ timeout: 30_000 });
});

test('deleting an endpoint and a model version leaves an empty workspace', async () => {
  const { page } = window;
  await chooseFromRow(page, 'demo-endpoint', 'Delete Endpoint…');
  assert.match(await dialogText(page), /Registered models stay/);
  await answerDialog(page, 'Delete');
  await treeRow(page, 'No endpoints yet').waitFor({ timeout: 30_000 });
  await expand(page, 'classifier');
  await chooseFromRow(page, '1', 'Delete Model Version…');
  assert.match(await dialogText(page), /The registration goes/);
  await answerDialog(page, 'Delete');
  await treeRow(page, 'No models yet').waitFor({ timeout: 30_000 });
  await window.screenshot('empty-workspace');
});

test('resetting asks first', async () => {
  const { page } = window;
  await chooseFromRow(page, 'Local emulator', 'Reset Local Emulator…');
  assert.match(await dialogText(page), /Reset the local emulator\?/);
  await answerDialog(page, 'Reset');
  await waitForRow(page, 'Local emulator', /running on/);
  await runCommand(page, 'Triton: Show Emulator Log');
  await page.locator('.part.panel', { hasText: /Output/i }).waitFor();
  await revealFile(page, 'labels.txt');
});
