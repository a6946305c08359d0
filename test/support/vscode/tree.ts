import type { Locator, Page } from 'playwright-core';
import { chooseFromMenu, happens } from './menu';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for a row at the top. */
  readonly level: number;
  /** What a screen reader says. */
  readonly spoken: string;
}

/** Shows a view container by its title in the activity bar. */
export async function openContainer(page: Page, title: string): Promise<void> {
  const tab = page.locator('.activitybar .action-item', { has: page.locator(`[aria-label^="${title}"]`) }).first();
  const heading = page.locator('.sidebar .composite.title', { hasText: new RegExp(title, 'i') });
  await tab.waitFor();
  for (let turn = 0; turn < 5 && !(await heading.isVisible()); turn++) {
    // A window that is still opening may show it by itself meanwhile: then this click hides it, and the next one shows it again.
    await tab.click();
    await happens(heading.waitFor({ timeout: 3000 }));
  }
  await heading.waitFor();
}

/** The rows of the side bar's tree that can be seen, from top to bottom. */
export async function treeRows(page: Page): Promise<TreeRow[]> {
  return page.locator('.sidebar .monaco-list-row').evaluateAll((rows) =>
    rows
      .map((row) => ({
        top: row.getBoundingClientRect().top,
        label: row.querySelector('.label-name')?.textContent ?? row.textContent,
        description: row.querySelector('.label-description')?.textContent ?? '',
        level: Number(row.getAttribute('aria-level')),
        spoken: row.getAttribute('aria-label') ?? '',
      }))
      .sort((a, b) => a.top - b.top)
      .map(({ label, description, level, spoken }) => ({ label: label.trim(), description: description.trim(), level, spoken })),
  );
}

/** A row of the side bar by its label. */
export function treeRow(page: Page, label: string | RegExp): Locator {
  const exactly = typeof label === 'string' ? new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) : label;
  return page
    .locator('.sidebar .monaco-list-row')
    .filter({ has: page.locator('.label-name').filter({ hasText: exactly }) })
    .first();
}

/** Opens the rows one below the other, each by its label. */
export async function expand(page: Page, ...labels: readonly string[]): Promise<void> {
  for (const label of labels) {
    const row = treeRow(page, label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
    await row.and(page.locator('[aria-expanded="true"]')).waitFor();
  }
}

/** Right-clicks a row and chooses from the menu. */
export async function chooseFromRow(page: Page, label: string, item: string): Promise<void> {
  await chooseFromMenu(page, treeRow(page, label), item);
}

/** Clicks an icon of the row, such as Refresh. */
export async function clickRowAction(page: Page, label: string, action: string): Promise<void> {
  const row = treeRow(page, label);
  await row.hover();
  await row.getByRole('button', { name: action }).click();
}

/** Text of the view while it has no rows. */
export async function welcomeText(page: Page): Promise<string> {
  const welcome = page.locator('.sidebar .welcome-view-content').first();
  await welcome.getByRole('button').first().waitFor();
  return (await welcome.innerText()).trim();
}

/** Waits until the row with this label has a description of this form. */
export async function waitForRow(page: Page, label: string, description: RegExp, timeout = 30_000): Promise<TreeRow> {
  const end = Date.now() + timeout;
  for (;;) {
    const rows = await treeRows(page);
    const found = rows.find((row) => row.label === label && description.test(row.description));
    if (found) return found;
    if (Date.now() > end) {
      throw new Error(
        `No row ${label} with ${String(description)} in\n${rows.map((row) => `${row.label}  ${row.description}`).join('\n')}`,
      );
    }
    await page.waitForTimeout(100);
  }
}
