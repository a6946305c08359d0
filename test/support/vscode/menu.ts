import type { Locator, Page } from 'playwright-core';

/** A context menu is drawn in a shadow root; playwright's locators look into it. */
const items = (page: Page): Locator => page.locator('.monaco-menu .action-item:not(.disabled) .action-label');

export async function chooseMenuItem(page: Page, label: string): Promise<void> {
  const item = items(page)
    .filter({ hasText: new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) })
    .first();
  await item.waitFor();
  // The menu takes no clicks in the moment it opens.
  await item.hover();
  await item.click();
}

/** Labels of the open context menu. */
export async function menuItems(page: Page): Promise<string[]> {
  await items(page).first().waitFor();
  return (await items(page).allInnerTexts()).filter((text) => text !== '');
}
