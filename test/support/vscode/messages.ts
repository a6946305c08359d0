import type { Locator, Page } from 'playwright-core';

const dialog = (page: Page): Locator => page.locator('.monaco-dialog-box');
/** VS Code's own progress, which shows up here where a machine is slow. */
const vsCodesOwn = /^(?:Activating Extensions|Saving ')/;
const centre = (page: Page): Locator => page.locator('.notifications-center');

/**
 * Messages of the notification centre, newest first. With the smoke-test driver VS Code keeps them from popping up,
 * so that they cover nothing; the centre has them all the same.
 */
export async function notifications(page: Page): Promise<string[]> {
  await showCentre(page);
  const texts = (await centre(page).locator('.notification-list-item-message').allInnerTexts()).map((text) => text.trim());
  return texts.filter((text) => !vsCodesOwn.test(text));
}

/** Waits for a notification with this text and returns all of it. */
export async function waitForNotification(page: Page, text: string | RegExp, timeout = 30_000): Promise<string> {
  const message = centre(page).locator('.notification-list-item-message', { hasText: text }).first();
  // The centre closes by itself when its last notification goes, such as the progress before the message that is waited for.
  for (const end = Date.now() + timeout; Date.now() < end;) {
    await showCentre(page);
    if (await message.isVisible()) return (await message.innerText()).trim();
    await page.waitForTimeout(100);
  }
  throw new Error(`No notification says ${String(text)}. There are:\n${(await notifications(page)).join('\n')}`);
}

/** Presses a button of the notification with this text. */
export async function answerNotification(page: Page, text: string | RegExp, button: string): Promise<void> {
  await waitForNotification(page, text);
  const item = centre(page).locator('.notification-list-item', { hasText: text }).first();
  await item.hover();
  await item.getByRole('button', { name: button, exact: true }).click();
}

/** Waits until no notification tells of something under way, and closes the centre: the rows of the tree move while it does. */
export async function jobsEnded(page: Page): Promise<void> {
  const underWay = centre(page).locator('.notification-list-item .monaco-progress-container.active');
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    await showCentre(page);
    if ((await underWay.count()) === 0) {
      await hideNotifications(page);
      return;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`Something is still under way:\n${(await notifications(page)).join('\n')}`);
}

/** Closes the centre, which covers a corner of the window. */
export async function hideNotifications(page: Page): Promise<void> {
  if (await centre(page).isVisible()) await page.locator('.statusbar-item[id="status.notifications"]').click();
}

/** The modal dialog's question and details. */
export async function dialogText(page: Page): Promise<string> {
  return (await dialog(page).locator('.dialog-message-container').innerText()).trim();
}

export async function answerDialog(page: Page, button: string): Promise<void> {
  await dialog(page).getByRole('button', { name: button, exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
}

async function showCentre(page: Page): Promise<void> {
  if (!(await centre(page).isVisible())) await page.locator('.statusbar-item[id="status.notifications"]').click();
}
