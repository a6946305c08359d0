import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { webview } from '../support/vscode/editor';
import { chooseFromFile } from '../support/vscode/fileExplorer';
import { answerDialog, dialogText, waitForNotification } from '../support/vscode/messages';
import { chooseRow, enterText, inputBox, inputRows, waitForInput, waitForInputMessage } from '../support/vscode/quickInput';
import { chooseFromRow, openContainer, treeRow, waitForRow } from '../support/vscode/tree';
import { acceptText, deploySample, openProduct, pictureOfFailure, startEmulator, textIsAsked, type ProductWindow } from './product';

let window: ProductWindow;

before(async () => {
  window = await openProduct();
  await writeFile(join(window.folder, 'pictures/words.jpg'), 'these are words');
  await writeFile(join(window.folder, 'pictures/empty.png'), '');
  const whole = await readFile(join(window.folder, 'pictures/cat.jpg'));
  await writeFile(join(window.folder, 'pictures/cut.jpg'), whole.subarray(0, whole.length >> 1));
  await mkdir(join(window.folder, 'nothing'));
  await mkdir(join(window.folder, 'unusable/model_1/1'), { recursive: true });
  await writeFile(join(window.folder, 'unusable/model_1/1/model.onnx'), 'no model at all');
  await startEmulator(window.page);
  await deploySample(window.page);
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

for (const [picture, words] of [
  ['words.jpg', /not a picture|no picture|cannot be read|is not/i],
  ['empty.png', /empty/i],
  ['cut.jpg', /cut|incomplete|damaged|end/i],
] as const) {
  test(`${picture} is refused in words beside the picture`, async () => {
    const { page } = window;
    await chooseFromFile(page, ['pictures', picture], 'Invoke Endpoint with Image…');
    const failure = webview(page).locator('.failure, [role="alert"]').filter({ hasText: words }).first();
    await failure.waitFor({ timeout: 30_000 });
    await window.screenshot(`bad-picture-${picture}`);
  });
}

test('after a bad picture a good one is answered in the same panel', async () => {
  const { page } = window;
  await chooseFromFile(page, ['pictures', 'espresso.jpg'], 'Invoke Endpoint with Image…');
  await webview(page)
    .getByText(/ESPRESSO/i)
    .first()
    .waitFor({ timeout: 30_000 });
});

test('a folder without a model is refused before anything is asked', async () => {
  const { page } = window;
  await chooseFromFile(page, ['nothing'], 'Deploy to Endpoint…');
  assert.match(await waitForNotification(page, /nothing/), /no Triton model repository|not a model repository/i);
});

test('for a version folder the repository is offered', async () => {
  const { page } = window;
  await chooseFromFile(page, ['models', 'model_1', '1'], 'Deploy to Endpoint…');
  await waitForInput(page, 'Deploy to Endpoint');
  assert.match((await inputRows(page)).join('\n'), /models/);
  await page.keyboard.press('Escape');
});

test('an endpoint name that is taken is refused where it is typed', async () => {
  const { page } = window;
  await chooseFromFile(page, ['models'], 'Deploy to Endpoint…');
  await chooseRow(page, 'Local emulator');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await inputBox(page).fill('demo-endpoint');
  await waitForInputMessage(page, /is there already/);
  await window.screenshot('name-taken');
  await page.keyboard.press('Escape');
});

test('what Triton refuses is told before anything is asked, with the way to the problem', async () => {
  const { page } = window;
  await chooseFromFile(page, ['unusable'], 'Deploy to Endpoint…');
  await page.locator('.monaco-dialog-box').waitFor({ timeout: 30_000 });
  assert.match(await dialogText(page), /refuses what is in folder unusable[^]*model_1/);
  await window.screenshot('deploy-refused');
  await answerDialog(page, 'Show Problems');
  await page.locator('.markers-panel-container .monaco-list-row', { hasText: 'triton/onnx-file' }).first().waitFor({ timeout: 30_000 });
  assert.equal(await page.locator('.quick-input-widget:visible').count(), 0);
});

test('what Triton refuses is told as well where a YAML file deploys it', async () => {
  const { page, folder } = window;
  await writeFile(
    join(folder, 'refused.yml'),
    'name: blue\nendpoint_name: my-endpoint\nmodel:\n  type: triton_model\n  path: ./unusable\ninstance_type: Standard_NC4as_T4_v3\ninstance_count: 1\n',
  );
  await chooseFromFile(page, ['refused.yml'], 'Deploy');
  await page.locator('.monaco-dialog-box').waitFor({ timeout: 30_000 });
  assert.match(await dialogText(page), /refuses what is in folder unusable[^]*model_1/);
  await answerDialog(page, 'Show Problems');
  assert.equal(await page.locator('.quick-input-widget:visible').count(), 0);
});

test('a model that does not load fails as in Azure: state Failed, a reason, and a log that tells more', async () => {
  const { page } = window;
  await chooseFromFile(page, ['unusable'], 'Deploy to Endpoint…');
  await answerDialog(page, 'Deploy Anyway');
  await chooseRow(page, 'Local emulator');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await enterText(page, 'broken-endpoint');
  await textIsAsked(page, 'Name of the deployment');
  await enterText(page, 'doomed');
  await chooseRow(page, 'Standard_NC4as_T4_v3');
  await acceptText(page, 'Number of instances');
  await waitForNotification(page, /doomed/, 60_000);
  await openContainer(page, 'Triton');
  await waitForRow(page, 'doomed', /Failed/);
  await window.screenshot('deployment-failed');
  await chooseFromRow(page, 'doomed', 'Show Deployment Logs');
  await chooseRow(page, 'Inference server');
  await page
    .locator('.editor-instance, .output-view-container', { hasText: /model_1/ })
    .first()
    .waitFor();
  await window.screenshot('deployment-failed-log');
});

test('an emulator that is killed is a row in words, and a start brings everything back', async () => {
  const { page, server } = window;
  await openContainer(page, 'Triton');
  const running = join(server.dataFolder, 'data/User/globalStorage/triton-azureml.triton-azureml/emulator/running.json');
  const { pid } = JSON.parse(await readFile(running, 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await waitForRow(page, 'Local emulator', /stopped unexpectedly/);
  await window.screenshot('emulator-killed');
  await chooseFromRow(page, 'Local emulator', 'Start Local Emulator');
  await waitForRow(page, 'blue', /100 % · Succeeded/);
  await treeRow(page, 'broken-endpoint').waitFor();
});
