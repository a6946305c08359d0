import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { webview } from '../support/vscode/editor';
import { dialogText, notifications } from '../support/vscode/messages';
import { inputBox, waitForInput } from '../support/vscode/quickInput';
import { treeRow, treeRows, waitForRow } from '../support/vscode/tree';
import { openProduct, pictureOfFailure, textIsAsked, type ProductWindow } from './product';

/** The whole journey without a mouse: nothing in this file clicks. */
let window: ProductWindow;

before(async () => {
  window = await openProduct();
});

afterEach((t) => pictureOfFailure(t, window));

after(() => window.close());

const focused = (page: Page) => page.locator('.monaco-list:focus .monaco-list-row.focused');

/** A view that is only just being drawn does not take the focus, and keys would go elsewhere. */
async function focusExplorer(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+E');
  const list = page.locator('.explorer-folders-view .monaco-list');
  await list.locator('.monaco-list-row').first().waitFor();
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    if (await list.evaluate((element) => element.contains(document.activeElement))) return;
    await page.waitForTimeout(200);
    await page.keyboard.press('Control+Shift+E');
  }
  throw new Error('The Explorer does not take the focus');
}

/** Moves in the list that has the focus until the row with this text is the focused one. */
async function arrowTo(page: Page, text: RegExp): Promise<void> {
  await page.keyboard.press('Home');
  for (let turn = 0; turn < 60; turn++) {
    const row = focused(page);
    if ((await row.count()) > 0 && text.test((await row.first().innerText()).trim())) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrow keys do not lead to ${String(text)} but to ${await focused(page).first().innerText()}`);
}

/** Opens the menu of the focused row and goes down to the item. A window that is just opening does not offer every command yet. */
async function menuByKey(page: Page, item: string): Promise<void> {
  const offered = page.locator('.monaco-menu .action-label').filter({ hasText: new RegExp(`^${item}$`) });
  const current = page.locator('.monaco-menu .action-item.focused .action-label');
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    await page.keyboard.press('Shift+F10');
    await page.locator('.monaco-menu .action-item').first().waitFor();
    for (let turn = 0; turn < 60 && (await offered.count()) > 0; turn++) {
      if ((await current.count()) > 0 && (await current.first().innerText()).trim() === item) {
        await page.keyboard.press('Enter');
        return;
      }
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Escape');
  }
  throw new Error(`The menu does not lead to ${item}`);
}

async function palette(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await inputBox(page).fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

/** Chooses the focused row of a picker after typing enough of it. */
async function pickByKey(page: Page, title: RegExp, text: string): Promise<void> {
  await waitForInput(page, title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
  await page.keyboard.type(text);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).waitFor();
  await page.keyboard.press('Enter');
}

async function acceptByKey(page: Page, prompt: string): Promise<void> {
  await textIsAsked(page, prompt);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget:visible .quick-input-message', { hasText: prompt }).waitFor({ state: 'detached' });
}

test('a folder is deployed from the Explorer, and the emulator starts on the way', async () => {
  const { page } = window;
  await focusExplorer(page);
  await arrowTo(page, /^models$/);
  await menuByKey(page, 'Deploy to Endpoint…');
  await waitForInput(page, /1\/6/);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'will be started' }).waitFor();
  await window.screenshot('keyboard-workspace');
  await pickByKey(page, /1\/6/, 'Local emulator');
  await acceptByKey(page, 'Name of the model');
  await pickByKey(page, /3\//, 'New endpoint');
  await acceptByKey(page, 'Name of the new endpoint');
  await acceptByKey(page, 'Name of the deployment');
  await pickByKey(page, /6\//, 'Standard_NC4as_T4_v3');
  await acceptByKey(page, 'Number of instances');
  await palette(page, 'Focus on Workspaces View');
  await waitForRow(page, 'blue', /100 % · Succeeded/, 60_000);
});

test('a picture is asked about from the Explorer, and the panel is worked by Tab, arrows and Enter', async () => {
  const { page } = window;
  await focusExplorer(page);
  await arrowTo(page, /^pictures$/);
  await page.keyboard.press('ArrowRight');
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'cat.jpg' }).waitFor();
  await arrowTo(page, /^cat\.jpg$/);
  await menuByKey(page, 'Invoke Endpoint with Image…');
  const frame = webview(page);
  await frame.locator('main .remarks', { hasText: 'Deployment blue answered.' }).waitFor({ timeout: 60_000 });
  const before = await frame.locator('main .top').innerText();
  await palette(page, 'View: Focus Active Editor Group');
  await tabTo(page, 'Scaling');
  // The first opens the list, whose last one is chosen.
  for (let turn = 0; turn < 8; turn++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await frame.locator('.select-scaling[title^="None"]').waitFor();
  await tabTo(page, 'Invoke', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await frame.locator('main', { hasText: /0\.00 … 2\d\d\.00/ }).waitFor({ timeout: 30_000 });
  assert.notEqual(await frame.locator('main .top').innerText(), before);
  await window.screenshot('keyboard-panel');
});

/** Presses Tab until the control with this name has the focus inside the panel. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  const inside = webview(page).locator('body');
  const nameOfFocus = (): Promise<string> =>
    inside.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      const labelled = at?.closest('[aria-label]') ?? at;
      const host = document.activeElement;
      return [labelled?.getAttribute('aria-label'), host?.getAttribute('label'), host?.textContent]
        .map((text) => text?.trim() ?? '')
        .join('|');
    });
  for (let turn = 0; turn < 40; turn++) {
    if ((await nameOfFocus()).split('|').includes(name)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to ${name} but ends at ${await nameOfFocus()}`);
}

test('an endpoint is deleted from its row after a question that Enter answers', async () => {
  const { page } = window;
  await palette(page, 'Focus on Workspaces View');
  await treeRow(page, 'blue').waitFor();
  const endpoint = (await treeRows(page)).find(({ description }) => description.startsWith('key · '))?.label ?? '';
  await palette(page, 'Focus on Workspaces View');
  await arrowTo(page, new RegExp(`^${endpoint}`));
  await menuByKey(page, 'Delete Endpoint…');
  assert.match(await dialogText(page), new RegExp(`Delete endpoint ${endpoint} and its deployment blue`));
  await page.keyboard.press('Enter');
  await treeRow(page, 'No endpoints yet').waitFor({ timeout: 30_000 });
  assert.doesNotMatch((await notifications(page)).join('\n'), /fail|could not/i);
});
