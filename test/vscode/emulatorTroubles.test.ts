import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { hideNotifications, jobsEnded, notifications, waitForNotification } from '../support/vscode/messages';
import { chooseRow, runCommand } from '../support/vscode/quickInput';
import { chooseFromFile } from '../support/vscode/fileExplorer';
import { chooseFromRow, openContainer, treeRow, waitForRow } from '../support/vscode/tree';
import { acceptText, openProduct, pictureOfFailure, type ProductWindow } from './product';

/** What stands in the emulator's way, as the window tells it. */
let window: ProductWindow;
let home: string;
/** Holds the port that the setting names, until a test lets it go. */
let taker: Server;
let port: number;
let isMounted = false;

before(async () => {
  taker = createServer().listen(0, '127.0.0.1');
  await once(taker, 'listening');
  ({ port } = taker.address() as AddressInfo);
  window = await openProduct({ settings: { 'tritonAml.emulator.port': port, 'workbench.colorTheme': 'Default High Contrast' } });
  home = join(window.server.dataFolder, 'data/User/globalStorage/triton-azureml.triton-azureml/emulator');
  // A file system that is soon full can be had as root on Linux only.
  await mkdir(home, { recursive: true });
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', home]).status === 0;
});

afterEach((t) => pictureOfFailure(t, window));

after(async () => {
  taker.close();
  // The window ends its emulator as it closes; until then the file system is in use.
  if (isMounted) spawnSync('umount', ['--lazy', home]);
  await window.close();
});

async function emulatorPid(): Promise<number> {
  return (JSON.parse(await readFile(join(home, 'running.json'), 'utf8')) as { pid: number }).pid;
}

test('a port that is taken is said with its number and leads to its setting, and free again it can be used', async () => {
  const { page } = window;
  await openContainer(page, 'Triton');
  await runCommand(page, 'Triton: Start Local Emulator');
  const said = await waitForNotification(page, 'could not be started');
  assert.match(said, new RegExp(`port ${port} is in use`));
  await window.screenshot('port-taken');
  assert.doesNotMatch(said, /EADDRINUSE|at .*\(/);
  await page.getByRole('button', { name: 'Open Setting' }).press('Enter');
  await page.locator('.settings-editor').getByText('Port of the local emulator').waitFor();
  taker.close();
});

test('a disk that is full ends the deployment in words, and nothing of it is left in the tree', { timeout: 120_000 }, async (t) => {
  if (!isMounted) {
    t.skip('a small file system cannot be mounted here');
    return;
  }
  const { page } = window;
  await hideNotifications(page);
  await chooseFromFile(page, ['models'], 'Deploy to Endpoint…');
  await chooseRow(page, 'Local emulator');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await acceptText(page, 'Name of the new endpoint');
  await acceptText(page, 'Name of the deployment');
  await chooseRow(page, 'Standard_NC4as_T4_v3');
  await acceptText(page, 'Number of instances');
  const said = await waitForNotification(page, /disk/i, 60_000);
  assert.match(said, /full/);
  assert.doesNotMatch(said, /507|ENOSPC/);
  await window.screenshot('disk-full');
  await openContainer(page, 'Triton');
  await treeRow(page, 'No endpoints yet').waitFor();
  await treeRow(page, 'No models yet').waitFor();
});

test('to start the emulator once more changes nothing', async () => {
  const { page } = window;
  await jobsEnded(page);
  await openContainer(page, 'Triton');
  await runCommand(page, 'Triton: Start Local Emulator');
  await waitForRow(page, 'Local emulator', /running on/);
  const pid = await emulatorPid();
  const told = await notifications(page);
  await runCommand(page, 'Triton: Start Local Emulator');
  await runCommand(page, 'Triton: Refresh');
  await waitForRow(page, 'Local emulator', /running on/);
  assert.equal(await emulatorPid(), pid);
  assert.deepEqual(await notifications(page), told);
});

test('a second window says that the emulator runs in another one, and can start it once that one has stopped it', async () => {
  const first = window.page;
  const second = await window.openSecond();
  await openContainer(second, 'Triton');
  await waitForRow(second, 'Local emulator', /running in another window/);
  await second.screenshot({ path: '.test-build/screenshots/second-window.png' });
  await startIsRefused(second);
  // A window in the background closes its menus by itself.
  await first.bringToFront();
  await chooseFromRow(first, 'Local emulator', 'Stop Local Emulator');
  await second.bringToFront();
  await waitForRow(second, 'Local emulator', /^stopped$/);
  await runCommand(second, 'Triton: Start Local Emulator');
  await waitForRow(second, 'Local emulator', /running on/);
  await second.close();
});

/** VS Code in a browser keeps the secret for one window alone, so the second one can only say so. */
async function startIsRefused(page: Page): Promise<void> {
  await runCommand(page, 'Triton: Start Local Emulator');
  await waitForNotification(page, /runs in another window/);
  await hideNotifications(page);
}
