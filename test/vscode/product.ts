import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SuiteContext, TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { chooseFromFile } from '../support/vscode/fileExplorer';
import { waitForNotification } from '../support/vscode/messages';
import { chooseRow, enterText, inputBox, runCommand, waitForInput } from '../support/vscode/quickInput';
import type { ServerOptions } from '../support/vscode/server';
import { openContainer, treeRow } from '../support/vscode/tree';
import { openWindow, type VsCodeWindow } from '../support/vscode/window';

export interface ProductWindow extends VsCodeWindow {
  /** A copy of samples/single-model that a test may change. */
  readonly folder: string;
}

/** Opens the product on a copy of the sample folder; `close` takes the copy away too. */
export async function openProduct(options: ServerOptions & { readonly locale?: string } = {}): Promise<ProductWindow> {
  const scratch = await mkdtemp(join(tmpdir(), 'triton-window-'));
  const folder = join(scratch, 'single-model');
  await cp('samples/single-model', folder, { recursive: true });
  const window = await openWindow({ ...options, folder });
  return {
    ...window,
    folder,
    close: async () => {
      await window.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** What the window looked like when a test failed. */
export async function pictureOfFailure(t: TestContext | SuiteContext, window: ProductWindow): Promise<void> {
  if ('passed' in t && !t.passed) await window.screenshot(`failed-${t.name.replace(/\W+/g, '-').slice(0, 60)}`);
}

/** As the palette does it; returns when the row says that it runs. */
export async function startEmulator(page: Page): Promise<void> {
  await openContainer(page, 'Triton');
  await runCommand(page, 'Triton: Start Local Emulator');
  await treeRow(page, 'Local emulator').filter({ hasText: 'running on' }).waitFor({ timeout: 30_000 });
}

/** Goes through the wizard for the folder `models` with what it offers, and waits for the deployment. */
export async function deploySample(page: Page, endpoint = 'demo-endpoint'): Promise<void> {
  await chooseFromFile(page, ['models'], 'Deploy to Endpoint…');
  await waitForInput(page, 'Deploy models');
  await chooseRow(page, 'Local emulator');
  await acceptText(page, 'Name of the model');
  await chooseRow(page, 'New endpoint…');
  await textIsAsked(page, 'Name of the new endpoint');
  await enterText(page, endpoint);
  await acceptText(page, 'Name of the deployment');
  await chooseRow(page, 'Standard_NC4as_T4_v3');
  await acceptText(page, 'Number of instances');
  await waitForNotification(page, `Deployment blue of endpoint ${endpoint} is ready`, 60_000);
}

/** Accepts the text that is offered under this prompt. */
export async function acceptText(page: Page, prompt: string): Promise<string> {
  await textIsAsked(page, prompt);
  const text = await inputBox(page).inputValue();
  await enterText(page, text);
  return text;
}

/** The box is open for typing, with its suggestion in it. */
export async function textIsAsked(page: Page, prompt: string): Promise<void> {
  await page.locator('.quick-input-widget:visible .quick-input-message', { hasText: prompt }).waitFor();
  await page.locator('.quick-input-widget:visible .quick-input-box input:enabled').waitFor();
}
