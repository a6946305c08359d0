import type { Locator, Page } from 'playwright-core';
import { chooseFromMenu, menuOf } from './menu';

/** Opens the folders on the way and returns the row of the last name: `['models', 'model_1']`. */
export async function revealFile(page: Page, ...path: readonly string[]): Promise<Locator> {
  await page.keyboard.press('Control+Shift+E');
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  for (const [depth, name] of path.slice(0, -1).entries()) {
    const row = fileRow(page, name, depth + 1);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    await row.and(page.locator('[aria-expanded="true"]')).waitFor();
  }
  const last = fileRow(page, path.at(-1) ?? '', path.length);
  await last.waitFor();
  return last;
}

/** Right-clicks a file or folder of the explorer and chooses from the menu. */
export async function chooseFromFile(page: Page, path: readonly string[], item: string): Promise<void> {
  await chooseFromMenu(page, await revealFile(page, ...path), item);
}

/** What the context menu of a file or folder offers. */
export async function fileMenu(page: Page, path: readonly string[]): Promise<string[]> {
  return menuOf(page, await revealFile(page, ...path));
}

/** A file of the same name may stand further up or down, so the depth counts: 1 is the folder's own content. */
function fileRow(page: Page, name: string, depth: number): Locator {
  return page
    .locator(`.explorer-folders-view .monaco-list-row[aria-level="${depth}"]`)
    .filter({ has: page.locator('.label-name', { hasText: new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) }) })
    .first();
}
