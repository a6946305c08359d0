import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { hideNotifications, jobsEnded, notifications, waitForNotification } from '../support/vscode/messages';
import { chooseRow, enterText, inputBox, inputRows, runCommand, waitForInput, waitForInputMessage } from '../support/vscode/quickInput';
import { chooseFromRow, clickRowAction, openContainer, treeRow, waitForRow } from '../support/vscode/tree';
import { acceptText, openProduct, pictureOfFailure, startEmulator, textIsAsked, type ProductWindow } from './product';

/** What the rows of the tree and the palette can do to a workspace, one after the other on one emulator. */
let window: ProductWindow;

before(async () => {
  window = await openProduct();
  await startEmulator(window.page);
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

/** The last questions, which are the same wherever the first one was asked. */
async function finishDeployment(deployment: string): Promise<void> {
  const { page } = window;
  await textIsAsked(page, 'Name of the deployment');
  await enterText(page, deployment);
  await chooseRow(page, 'Standard_NC4as_T4_v3');
  await acceptText(page, 'Number of instances');
  await waitForNotification(page, `Deployment ${deployment} of endpoint`, 60_000);
  await hideNotifications(page);
}

test('an endpoint can be made by itself, under a name that is checked as it is typed', async () => {
  const { page } = window;
  await chooseFromRow(page, 'Endpoints', 'New Endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await inputBox(page).fill('Capital');
  await waitForInputMessage(page, /lower/i);
  await enterText(page, 'first-endpoint');
  await waitForRow(page, 'first-endpoint', /key · Succeeded/);
  await treeRow(page, 'No deployments yet').waitFor();
});

test('from the row of an endpoint neither workspace nor endpoint is asked for', async () => {
  const { page } = window;
  await chooseFromRow(page, 'first-endpoint', 'Deploy to Endpoint…');
  await waitForInput(page, 'Deploy to Endpoint');
  assert.match((await inputRows(page)).join('\n'), /models.*Browse/s);
  await window.screenshot('deploy-from-endpoint');
  await chooseRow(page, 'models');
  assert.match(await waitForInput(page, 'Deploy models'), /1\/4/);
  await acceptText(page, 'Name of the model');
  await finishDeployment('blue');
  await waitForRow(page, 'blue', /100 % · Succeeded/);
});

test('from the row Endpoints the workspace is known, and a second deployment gets no traffic', async () => {
  const { page } = window;
  await chooseFromRow(page, 'Endpoints', 'Deploy to Endpoint…');
  await chooseRow(page, 'models');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'first-endpoint');
  await textIsAsked(page, 'It gets no traffic until you set some; blue is there already.');
  await finishDeployment('green');
  await waitForRow(page, 'green', /^0 % · Succeeded/);
});

test('from the row Models a model is deployed to a new endpoint', async () => {
  const { page } = window;
  await chooseFromRow(page, 'Models', 'Deploy to Endpoint…');
  await chooseRow(page, 'models');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await enterText(page, 'second-endpoint');
  await finishDeployment('red');
  await waitForRow(page, 'red', /100 % · Succeeded/);
});

test('from the palette everything is asked for, and Escape leaves nothing behind', async () => {
  const { page } = window;
  await runCommand(page, 'Triton: Deploy to Endpoint…');
  await chooseRow(page, 'models');
  await chooseRow(page, 'Local emulator');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await enterText(page, 'third-endpoint');
  await textIsAsked(page, 'Name of the deployment');
  await page.keyboard.press('Escape');
  await page.locator('.quick-input-widget:visible').waitFor({ state: 'detached' });
  assert.doesNotMatch((await notifications(page)).join('\n'), /third-endpoint|Deploying|fail|could not/);
  await runCommand(page, 'Triton: Refresh');
  await waitForRow(page, 'red', /100 %/);
  assert.equal(await treeRow(page, 'third-endpoint').count(), 0);
});

test('Set Traffic… checks what is typed and moves the traffic', async () => {
  const { page } = window;
  await chooseFromRow(page, 'first-endpoint', 'Set Traffic…');
  await textIsAsked(page, 'Percent for each deployment');
  assert.equal(await inputBox(page).inputValue(), 'blue=100 green=0');
  await inputBox(page).fill('blue=80 green=30');
  await waitForInputMessage(page, /110/);
  await window.screenshot('set-traffic');
  await enterText(page, 'blue=90 green=10');
  await waitForRow(page, 'blue', /^90 %/);
  await waitForRow(page, 'green', /^10 %/);
  await waitForRow(page, 'first-endpoint', /Succeeded/);
  await jobsEnded(page);
});

test('the logs of a deployment are shown for both of its containers', async () => {
  const { page } = window;
  for (const [container, words] of [
    ['Storage initializer', /model/i],
    ['Inference server', /successfully/],
  ] as const) {
    await chooseFromRow(page, 'blue', 'Show Deployment Logs');
    await chooseRow(page, container);
    await page.locator('.editor-instance .view-lines', { hasText: words }).first().waitFor();
  }
  await window.screenshot('deployment-logs');
});

test('rows that cannot be loaded say why, and Retry and Show Log stand on them', async () => {
  const { page, server } = window;
  const running = join(server.dataFolder, 'data/User/globalStorage/triton-azureml.triton-azureml/emulator/running.json');
  const { pid } = JSON.parse(await readFile(running, 'utf8')) as { pid: number };
  await openContainer(page, 'Triton');
  // A process that stands still answers nothing, as a service behind a broken network does.
  process.kill(pid, 'SIGSTOP');
  try {
    await chooseFromRow(page, 'second-endpoint', 'Refresh');
    await treeRow(page, /does not answer/).waitFor({ timeout: 90_000 });
    await window.screenshot('row-failed');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const words = (
    await treeRow(page, /does not answer/)
      .locator('.label-name')
      .innerText()
  ).trim();
  await clickRowAction(page, words, 'Show Log');
  await page.locator('.part.panel', { hasText: 'Output' }).waitFor();
  await clickRowAction(page, words, 'Retry');
  await waitForRow(page, 'red', /100 % · Succeeded/);
});
