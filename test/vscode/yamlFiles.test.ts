import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { chooseFromFile, fileMenu } from '../support/vscode/fileExplorer';
import { answerDialog, answerNotification, waitForNotification } from '../support/vscode/messages';
import { chooseRow, waitForInput } from '../support/vscode/quickInput';
import { chooseFromRow, openContainer, treeRow, waitForRow } from '../support/vscode/tree';
import { openProduct, pictureOfFailure, startEmulator, type ProductWindow } from './product';

let window: ProductWindow;

before(async () => {
  window = await openProduct();
  await startEmulator(window.page);
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

async function run(path: readonly string[], command: string, title: RegExp): Promise<void> {
  const { page } = window;
  await chooseFromFile(page, path, command);
  await waitForInput(page, title);
  await chooseRow(page, 'Local emulator');
}

for (const era of ['today', '2021'] as const) {
  const file = (name: string): string[] => (era === 'today' ? [name] : ['2021', name]);
  const model = era === 'today' ? 'efficientnet-lite0' : 'sample-densenet-onnx-model';

  test(`the three files of ${era} become a model, an endpoint and a deployment`, async () => {
    const { page } = window;
    await run(file('create-model.yaml'), 'Register Model', new RegExp(model));
    await waitForNotification(page, `Model ${model}, version 1, is registered`);
    await run(file('create-managed-endpoint.yaml'), 'Create Endpoint', /my-endpoint/);
    await waitForNotification(page, /Endpoint my-endpoint is ready/);
    await run(file('create-managed-deployment.yaml'), 'Deploy', /blue/);
    await waitForNotification(page, /Deployment blue of endpoint my-endpoint is ready and gets 100 % of the traffic/, 60_000);
    await openContainer(page, 'Triton');
    await waitForRow(page, 'blue', /100 % · Succeeded/);
    await waitForRow(page, 'my-endpoint', /aml_token · Succeeded/);
    await window.screenshot(`yaml-${era}`);
  });

  test(`after the files of ${era} a reset leaves nothing`, async () => {
    const { page } = window;
    await chooseFromRow(page, 'Local emulator', 'Reset Local Emulator…');
    await answerDialog(page, 'Reset');
    await treeRow(page, 'No models yet').waitFor({ timeout: 30_000 });
  });
}

test('a file that cannot be used is said to be wrong where it is wrong', async () => {
  const { page, folder } = window;
  await writeFile(
    join(folder, 'broken.yaml'),
    'name: blue\nendpoint_name: my-endpoint\nmodel: azureml:m:1\ninstance_count: many\ninstance_type: Standard_DS3_v2\n',
  );
  await chooseFromFile(page, ['broken.yaml'], 'Deploy');
  assert.match(await waitForNotification(page, 'broken.yaml'), /cannot be used as it stands/);
  await answerNotification(page, 'broken.yaml', 'Go to Problem');
  await page.locator('.tab.active', { hasText: 'broken.yaml' }).waitFor();
  await page.locator('.statusbar', { hasText: /Ln 4/ }).waitFor();
  await window.screenshot('yaml-broken');
});

test('a file of another kind is sent to the right command', async () => {
  const { page } = window;
  await chooseFromFile(page, ['create-model.yaml'], 'Deploy');
  assert.match(await waitForNotification(page, 'create-model.yaml'), /describes a model\. Use Register Model/);
});

test('a picture is offered no YAML command, and a YAML file no invocation', async () => {
  const { page } = window;
  assert.equal((await fileMenu(page, ['pictures', 'cat.jpg'])).includes('Create Endpoint'), false);
  assert.equal((await fileMenu(page, ['create-model.yaml'])).includes('Invoke Endpoint with Image…'), false);
});
