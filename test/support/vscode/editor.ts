import type { FrameLocator, Locator, Page } from 'playwright-core';
import { inputBox, inputIsGone } from './quickInput';

/** Opens a file of the folder by its name through Quick Open. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await inputBox(page).fill(name);
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: name.split('/').at(-1) ?? name })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await inputIsGone(page);
  await editorTab(page, name.split('/').at(-1) ?? name).waitFor();
}

export function editorTab(page: Page, title: string): Locator {
  return page.locator('.tabs-container .tab', { hasText: title }).first();
}

/** The page inside the visible webview. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}
