import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startPanelHost, type PanelHost, type PanelPage } from './panelPage';
import { themes, type Theme } from './themes';

const [dark, , highContrast] = themes;
/** Tried in one theme: the others differ in colours only. */
const widths = [300, 960, 640];
const screenshots = '.test-build/screenshots/invoke-panel';

let host: PanelHost;
let axe: string;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
  host = await startPanelHost();
});

after(() => host.close());

interface AxeWindow {
  readonly axe: {
    run(): Promise<{ readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }>;
  };
}

async function withPanel(
  state: string,
  theme: Theme | undefined,
  width: number,
  check: (panel: PanelPage) => Promise<void>,
): Promise<void> {
  assert.ok(theme);
  const panel = await host.open(host.states[state] ?? assert.fail(`no state ${state}`), theme, width);
  try {
    await check(panel);
  } finally {
    await panel.close();
  }
}

/** Accessibility rules broken, each with the element. */
async function axeViolations(page: Page): Promise<readonly string[]> {
  // Added by the debugger, not by the page: the policy would refuse a script without its nonce.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as AxeWindow).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** Elements that stick out of the column to the right. */
function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('main *'))
      .filter((it) => it.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5 && !it.closest('.visually-hidden'))
      .map((it) => `${it.tagName}.${it.className}`),
  );
}

for (const theme of themes) {
  test(`every state is accessible, fits its column and keeps to its policy, ${theme.name}`, async (t) => {
    await withPanel('chosen', theme, 960, async ({ page, show, violations }) => {
      for (const [name, state] of Object.entries(host.states)) {
        await t.test(name, async () => {
          for (const width of theme === dark ? widths : [640]) {
            await page.setViewportSize({ width, height: 900 });
            await show(state);
            await page.screenshot({ path: `${screenshots}/${name}-${theme.name}-${width}.png`, fullPage: true });
            assert.deepEqual(await overflowing(page), [], `overflow at ${width}`);
          }
          assert.deepEqual(await axeViolations(page), []);
          assert.deepEqual(await violations(), []);
        });
      }
      await t.test('in the narrowest column too', async () => {
        await page.setViewportSize({ width: 300, height: 900 });
        await show(host.states['choices-changed'] ?? assert.fail());
        assert.deepEqual(await axeViolations(page), []);
      });
    });
  });
}

test('texts of others stay texts', () =>
  withPanel('hostile', dark, 640, async ({ page, violations }) => {
    assert.equal(await page.evaluate(() => 'pwned' in window), false);
    assert.equal(await page.locator('main script, main img[onerror]').count(), 0);
    assert.deepEqual(await violations(), []);
    const cells = await page.locator('.top-label').allTextContents();
    assert.ok(cells[0]?.startsWith('<img src=x'));
    assert.equal(cells[1], 'safe⟨U+202E⟩gpj.exe␀␛[31m');
    assert.equal(cells[2]?.length, 200);
  }));

test('the keyboard reaches every control, in the order of reading', () =>
  withPanel('answered', dark, 960, async ({ page }) => {
    const names: string[] = [];
    for (let press = 0; press < 11; press += 1) {
      await page.keyboard.press('Tab');
      names.push(await focusedName(page));
    }
    assert.deepEqual(names, [
      'Endpoint',
      'Deployment',
      'Model',
      'Invoke',
      'Copy',
      'Choose Picture…',
      'Scaling',
      'Fit',
      'Layout',
      'Channels',
      'Orientation',
    ]);
  }));

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const inner = focused?.shadowRoot?.activeElement ?? focused;
    return inner?.getAttribute('aria-label') ?? focused?.textContent.trim() ?? '';
  });
}

test('a preset chosen with the keyboard is told to the host, and Enter on Invoke asks', () =>
  withPanel('answered', dark, 640, async ({ page, sent }) => {
    await page.getByRole('combobox', { name: 'Scaling' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Invoke' }).focus();
    await page.keyboard.press('Enter');
    assert.deepEqual((await sent()).slice(1), [
      { method: 'choose', params: { preprocessing: { scaling: 'azure-sample' } } },
      { method: 'invoke', params: undefined },
    ]);
  }));

test('a list that Tab leaves does not stay open', () =>
  withPanel('answered', dark, 640, async ({ page, sent }) => {
    await page.getByRole('combobox', { name: 'Scaling' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'VGG' }).waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('option', { name: 'VGG' }).waitFor({ state: 'hidden' });
    assert.equal((await sent()).length, 1, 'nothing was chosen by going on');
  }));

test('a workspace that cannot be listed stands in words among the endpoints and cannot be chosen', () =>
  withPanel('workspace-unlisted', dark, 640, async ({ page, sent }) => {
    await page.getByRole('combobox', { name: 'Endpoint' }).click();
    const option = page.getByRole('option', { name: 'ws-prod › cannot be listed' });
    await option.waitFor();
    await option.click({ force: true });
    assert.equal((await sent()).length, 1);
  }));

test('a deployment is pinned by its name, and set free again', () =>
  withPanel('answered', dark, 640, async ({ page, sent }) => {
    const choose = async (text: string): Promise<void> => {
      await page.getByRole('combobox', { name: 'Deployment' }).click();
      await page.getByRole('option', { name: text }).click();
    };
    await choose('green · 10 % of traffic');
    await choose('As traffic decides');
    assert.deepEqual((await sent()).slice(1), [
      { method: 'choose', params: { deployment: 'green' } },
      { method: 'choose', params: { deployment: null } },
    ]);
  }));

test('focus stays where it is while answers come and go, and Escape cancels', () =>
  withPanel('answered', dark, 640, async ({ page, show, sent }) => {
    await page.getByRole('button', { name: 'Invoke' }).focus();
    for (const state of ['running-again', 'request-failed', 'running-again']) {
      await show(host.states[state] ?? assert.fail(state));
      assert.equal(await focusedName(page), 'Invoke', state);
    }
    await page.keyboard.press('Escape');
    assert.equal((await sent()).at(-1)?.method, 'cancel');
  }));

test('nothing moves when the first answer takes the place of the empty rows', () =>
  withPanel('running-first', dark, 960, async ({ page, show }) => {
    const place = async (): Promise<unknown> => [await page.locator('.choices').boundingBox(), await page.locator('.answer').boundingBox()];
    const waiting = await place();
    await show(host.states['answered'] ?? assert.fail());
    assert.deepEqual(await place(), waiting);
  }));

test('an answer is read out once, a failure in its words', () =>
  withPanel('running-first', dark, 640, async ({ page, show }) => {
    const live = page.getByRole('status');
    await show(host.states['answered'] ?? assert.fail());
    assert.equal(await live.textContent(), '84 PEACOCK, 71.3 %');
    await show(host.states['not-a-picture'] ?? assert.fail());
    assert.equal(await live.textContent(), 'text.jpg is not a picture that can be read. Choose another one.');
  }));

test('of what is no picture it is not said that the model can get it', () =>
  withPanel('not-drawable', dark, 640, async ({ page, show }) => {
    const promise = page.getByText('The model can still get it');
    assert.ok(await promise.isVisible());
    await show(host.states['not-a-picture'] ?? assert.fail());
    assert.equal(await promise.count(), 0);
  }));

test('without traffic the deployment box is marked, in high contrast too, and setting it is offered', () =>
  withPanel('no-traffic', highContrast, 640, async ({ page, sent }) => {
    const outline = (name: string): Promise<string> => page.locator(`.select-${name}`).evaluate((it) => getComputedStyle(it).outlineStyle);
    assert.equal(await outline('deployment'), 'dashed');
    assert.equal(await outline('endpoint'), 'none');
    await page.getByRole('button', { name: 'Set Traffic…' }).click();
    assert.deepEqual((await sent()).at(-1), { method: 'act', params: { action: 'setTraffic' } });
  }));

test('the canvas holds the very pixels that the host sent', () =>
  withPanel('answered', dark, 960, async ({ page }) => {
    const drawn = await page.locator('canvas').evaluate((canvas) => {
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, 224, 224) ?? { data: [] };
      return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
    });
    assert.equal(drawn, host.states['answered']?.prepared?.pixels.rgba);
  }));

test('zoomed to 200 % in a narrow column everything still fits', () =>
  withPanel('answered', dark, 600, async ({ page }) => {
    await page.evaluate(() => {
      document.documentElement.style.setProperty('zoom', '2');
    });
    await page.screenshot({ path: `${screenshots}/zoomed-dark-600.png`, fullPage: true });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  }));

test('with forced colours bars and focus are still seen', () =>
  withPanel('answered', highContrast, 640, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await page.getByRole('button', { name: 'Invoke' }).focus();
    await page.screenshot({ path: `${screenshots}/forced-colors-640.png`, fullPage: true });
    const bar = await page
      .locator('.bar-fill')
      .first()
      .evaluate((it) => getComputedStyle(it).backgroundColor);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.notEqual(bar, ground);
  }));
