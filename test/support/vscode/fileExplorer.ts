import type { Locator, Page } from 'playwright-core';
import { chooseFromMenu, menuOf } from './menu';

/** Opens the folders on the way and returns the row of the last name: `['models', 'model_1']`. */
export async function revealFile(page: Page, ...path: readonly string[]): Promise<Locator> {
  await page.keyboard.press('Control+Shift+E');
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  for (const depth of path.keys()) {
    const row = await fileRow(page, path.slice(0, depth + 1));
    if (depth === path.length - 1) return row;
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    await row.and(page.locator('[aria-expanded="true"]')).waitFor();
  }
  throw new Error('name what is to be revealed');
}

/** Right-clicks a file or folder of the explorer and chooses from the menu. */
export async function chooseFromFile(page: Page, path: readonly string[], item: string): Promise<void> {
  await chooseFromMenu(page, await revealFile(page, ...path), item);
}

/** What the context menu of a file or folder offers. */
export async function fileMenu(page: Page, path: readonly string[]): Promise<string[]> {
  return menuOf(page, await revealFile(page, ...path));
}

/** Waits for the row of a path. A file of the same name may stand in another folder, so the rows are followed from the top. */
async function fileRow(page: Page, path: readonly string[]): Promise<Locator> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const index = await page.locator('.explorer-folders-view').first().evaluate(indexOfPath, path);
    if (index !== undefined) return page.locator(`.explorer-folders-view .monaco-list-row[data-index="${index}"]`);
    await page.waitForTimeout(50);
  }
  throw new Error(`The Explorer does not show ${path.join('/')}`);
}

function indexOfPath(view: Element, path: readonly string[]): string | undefined {
  const rows = [...view.querySelectorAll('.monaco-list-row')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  const names: string[] = [];
  for (const row of rows) {
    const level = Number(row.getAttribute('aria-level'));
    names.splice(level - 1);
    names[level - 1] = row.querySelector('.label-name')?.textContent ?? '';
    if (names.length === path.length && path.every((name, at) => names[at] === name)) return row.getAttribute('data-index') ?? undefined;
  }
  return undefined;
}
