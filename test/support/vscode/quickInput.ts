import { errors, type Locator, type Page } from 'playwright-core';

/** VS Code's one input at the top of the window: the command palette, pickers and text boxes. */
const widget = (page: Page): Locator => page.locator('.quick-input-widget:visible');

/** Runs a command by its title, `Triton: Start Local Emulator`, as a person would in the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  // A window that is just opening does not offer every command yet: its palette is opened anew until it does.
  for (let turn = 0; turn < 10; turn++) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await widget(page).waitFor();
    await inputBox(page).fill(`>${title}`);
    const row = rowNamed(page, title).first();
    if (await appears(row, 3000)) {
      await row.click();
      return;
    }
  }
  throw new Error(`The palette does not offer ${title}. It offers:\n${(await inputRows(page)).join('\n')}`);
}

async function appears(row: Locator, timeout: number): Promise<boolean> {
  try {
    await row.waitFor({ timeout });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

export function inputBox(page: Page): Locator {
  return widget(page).locator('.quick-input-box input');
}

/** Waits until the picker with this text in its title is there, and returns all of the title with its step, `Deploy (2/5)`. */
export async function waitForInput(page: Page, title: string | RegExp): Promise<string> {
  const heading = widget(page).locator('.quick-input-title', { hasText: title });
  await heading.waitFor();
  return (await heading.innerText()).trim();
}

/** Waits for a row whose label is this text, then chooses it. */
export async function chooseRow(page: Page, label: string | RegExp): Promise<void> {
  await rowNamed(page, label).first().click();
}

/** The rows of the picker as they can be seen: label, description and detail in one line. */
export async function inputRows(page: Page): Promise<string[]> {
  const rows = widget(page).locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
}

/** Types into the text box and accepts it; returns when the box has taken it. */
export async function enterText(page: Page, text: string): Promise<void> {
  await inputBox(page).fill(text);
  await inputBox(page).press('Enter');
  await taken(page, text);
}

// A key pressed before the box has taken the text would go to the box, not to what comes after it.
async function taken(page: Page, text: string): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    const values = await inputBox(page).evaluateAll((boxes) => boxes.map((box) => (box instanceof HTMLInputElement ? box.value : '')));
    if (!values.includes(text)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`The text box keeps ${text}: ${await widget(page).innerText()}`);
}

/** Waits for a text below the box: its prompt, or what is wrong with what was typed. */
export async function waitForInputMessage(page: Page, message: string | RegExp): Promise<string> {
  const line = widget(page).locator('.quick-input-message', { hasText: message });
  await line.waitFor();
  return (await line.innerText()).trim();
}

export async function pressBack(page: Page): Promise<void> {
  await widget(page).getByRole('button', { name: 'Back' }).click();
}

function rowNamed(page: Page, label: string | RegExp): Locator {
  const exactly = typeof label === 'string' ? new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) : label;
  const name = page
    .locator('.quick-input-list-label .monaco-icon-name-container, .quick-input-list-label .label-name')
    .filter({ hasText: exactly });
  return widget(page).locator('.quick-input-list .monaco-list-row').filter({ has: name });
}
