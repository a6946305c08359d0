import { errors, type Locator, type Page } from 'playwright-core';

/** A context menu is drawn in a shadow root; playwright's locators look into it. */
const items = (page: Page): Locator => page.locator('.monaco-menu .action-item:not(.disabled) .action-label');

/**
 * Right-clicks and chooses from the menu. A menu swallows clicks in the moment it opens, and goes by itself when the window's focus
 * moves, which a window that is still busy does: so both are done again until the menu has taken a click.
 */
export async function chooseFromMenu(page: Page, row: Locator, label: string): Promise<void> {
  const item = items(page)
    .filter({ hasText: new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) })
    .first();
  for (let turn = 0; turn < 5; turn++) {
    await row.click({ button: 'right' });
    if ((await happens(item.waitFor({ timeout: 5000 }))) && (await clickUntilTaken(page, item))) return;
    await page.keyboard.press('Escape');
  }
  throw new Error(`The menu does not offer ${label}. It offers:\n${(await menuOf(page, row)).join('\n')}`);
}

/** Labels of the menu of a row. */
export async function menuOf(page: Page, row: Locator): Promise<string[]> {
  await row.click({ button: 'right' });
  await items(page).first().waitFor();
  const offered = (await items(page).allInnerTexts()).filter((text) => text !== '');
  await page.keyboard.press('Escape');
  return offered;
}

async function clickUntilTaken(page: Page, item: Locator): Promise<boolean> {
  await page.evaluate(watchClicks);
  for (let turn = 0; turn < 10; turn++) {
    if (!(await happens(item.click({ timeout: 5000 })))) return false;
    if (await page.evaluate(() => document.documentElement.dataset['click'] === 'taken')) return true;
  }
  return false;
}

/** VS Code's menu stops a click that it acts upon on its way up; the window sees only those that nobody has taken. */
function watchClicks(): void {
  const { dataset } = document.documentElement;
  if (dataset['click'] !== undefined) return;
  window.addEventListener('mouseup', () => (dataset['click'] = 'taken'), { capture: true });
  window.addEventListener('mouseup', () => (dataset['click'] = 'left'));
  dataset['click'] = 'none';
}

/** Whether it happens before its time is over. */
export async function happens(waiting: Promise<void>): Promise<boolean> {
  try {
    await waiting;
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}
