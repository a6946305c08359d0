import { createWriteStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { runCommand } from './quickInput';
import { startVsCodeServer, type ServerOptions, type VsCodeServer } from './server';

export interface WindowOptions extends ServerOptions {
  /** The folder that is open, as an absolute path. */
  readonly folder: string;
  /** The extension under test. When left out, the folder in EXTENSION_UNDER_TEST, such as an unpacked VSIX, or this project. */
  readonly extension?: string;
  /** A module whose `run()` the extension host calls; `testsEnded` then tells how it ended. */
  readonly tests?: string;
  readonly locale?: string;
}

/** A real VS Code in a real browser, on a server of its own. Close it in any case. */
export interface VsCodeWindow {
  readonly page: Page;
  readonly server: VsCodeServer;
  /** Status of `run()` and what it logged: 0 when it resolved. Waits for ever when no `tests` were given. */
  readonly testsEnded: Promise<number>;
  /** Kept in .test-build/screenshots. */
  readonly screenshot: (name: string) => Promise<void>;
  readonly reload: () => Promise<void>;
  /** A second window on the same server and folder; it goes with the first one. */
  readonly openSecond: () => Promise<Page>;
  readonly close: () => Promise<void>;
}

type OpenPage = Pick<VsCodeWindow, 'page' | 'testsEnded'>;

const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

export async function openWindow(options: WindowOptions): Promise<VsCodeWindow> {
  await mkdir('.test-build/screenshots', { recursive: true });
  const server = await startVsCodeServer(options);
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: options.locale ?? 'en-US' });
    const open = async (): Promise<OpenPage> => {
      const page = await context.newPage();
      const { testsEnded } = await listen(page);
      await page.goto(address(server.port, options), { waitUntil: 'domcontentloaded' });
      await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
      await page.locator('.statusbar').waitFor();
      return { page, testsEnded };
    };
    const { page, testsEnded } = await open();
    return {
      page,
      server,
      testsEnded,
      screenshot: async (name) => {
        await page.screenshot({ path: `.test-build/screenshots/${name}.png` });
      },
      reload: async () => {
        // The browser's own reload would not wait until the window has written what it remembers.
        const gone = page.waitForEvent('domcontentloaded', { timeout: 60_000 });
        await runCommand(page, 'Developer: Reload Window');
        await gone;
        await page.locator('.statusbar').waitFor({ timeout: 60_000 });
      },
      openSecond: async () => (await open()).page,
      close: () => closeAll(browser, server),
    };
  } catch (error) {
    await closeAll(browser, server);
    throw error;
  }
}

async function launchBrowser(): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error('Chromium is missing: run the tests by npm test, which brings it.');
  return chromium.launch({ executablePath, args: browserArguments });
}

async function closeAll(browser: Browser, server: VsCodeServer): Promise<void> {
  await browser.close();
  await server.stop();
}

/** A window of the smoke-test driver reports through two functions of the page. */
async function listen(page: Page): Promise<{ readonly testsEnded: Promise<number> }> {
  const log = createWriteStream('.test-build/logs/vscode-window.log', { flags: 'a' });
  page.on('console', (message) => log.write(`[${message.type()}] ${message.text()}\n`));
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    log.write(`[extension host ${type}] ${args.map(String).join(' ')}\n`);
  });
  let end: (status: number) => void = () => undefined;
  const testsEnded = new Promise<number>((found) => (end = found));
  await page.exposeFunction('codeAutomationExit', (status: number) => {
    end(status);
  });
  return { testsEnded };
}

function address(port: number, { folder, extension = underTest(), tests }: WindowOptions): string {
  const remote = (path: string): string => `vscode-remote://localhost:${port}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
    ['skipWelcome', 'true'],
  ];
  return `http://localhost:${port}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

function underTest(): string {
  return resolve(process.env['EXTENSION_UNDER_TEST'] ?? '.');
}
