import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import type { PanelState } from '../../src/protocol/invokePanel';
import { invokePanelHtml } from '../../src/ui/panels/invokePanelHtml';
import { invokeStrings } from '../../src/ui/panels/invokeStrings';
import { panelStates } from './panelStates';
import type { Theme } from './themes';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.jpg': 'image/jpeg',
};

/** The built page behind a server of its own, under the policy that it has in VS Code. */
export interface PanelHost {
  readonly states: Readonly<Record<string, PanelState>>;
  open(state: PanelState, theme: Theme, width: number): Promise<PanelPage>;
  close(): Promise<void>;
}

/** A page with the host's end of the channel in the test's hands. */
export interface PanelPage {
  readonly page: Page;
  /** Requests that the page has sent, in order. */
  readonly sent: () => Promise<readonly { readonly method: string; readonly params?: unknown }[]>;
  readonly show: (state: PanelState) => Promise<void>;
  /** Directives of the content security policy that something ran into. */
  readonly violations: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

interface PanelWindow {
  readonly sent: { readonly method: string; readonly params?: unknown }[];
  readonly violations: string[];
  acquireVsCodeApi?: () => unknown;
}

export async function startPanelHost(): Promise<PanelHost> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    void contentOf(path, server).then(
      (body) => response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/html; charset=utf-8' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  const peacock = 'samples/single-model/pictures/peacock.jpg';
  const pixels = await sharp(peacock).resize(224, 224, { fit: 'fill' }).ensureAlpha().raw().toBuffer();
  return {
    states: panelStates(`${addressOf(server)}/peacock.jpg`, pixels),
    open: (state, theme, width) => openPage(browser, addressOf(server), state, theme, width),
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function contentOf(path: string, server: Server): Promise<Buffer | string> {
  if (path === '/') {
    const at = (name: string): string => `${addressOf(server)}/dist/webview/${name}`;
    return invokePanelHtml({
      cspSource: addressOf(server),
      nonce: 'bm9uY2U',
      script: at('invoke.js'),
      styles: [at('codicon.css'), at('invoke.css')],
      language: 'en',
      title: 'Invoke',
    });
  }
  return readFile(path === '/peacock.jpg' ? 'samples/single-model/pictures/peacock.jpg' : `.${path}`);
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function openPage(browser: Browser, address: string, state: PanelState, theme: Theme, width: number): Promise<PanelPage> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(standInForVsCode, { state, strings: invokeStrings(), kind: theme.kind, variables: theme.variables });
  await page.goto(address);
  await page.getByRole('button').first().waitFor();
  await settled(page);
  return {
    page,
    sent: () => page.evaluate(() => (window as unknown as PanelWindow).sent),
    show: async (next) => {
      await page.evaluate((payload) => {
        window.postMessage({ event: 'stateChanged', payload }, '*');
      }, next);
      await settled(page);
    },
    violations: () => page.evaluate(() => (window as unknown as PanelWindow).violations),
    close: () => context.close(),
  };
}

/** Runs in the page before its script, as VS Code's own preparation does. Everything it needs comes as its argument. */
function standInForVsCode(given: { state: unknown; strings: unknown; kind: string; variables: Readonly<Record<string, string>> }): void {
  const panel = window as unknown as PanelWindow & { sent: unknown[]; violations: string[] };
  panel.sent = [];
  panel.violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    panel.violations.push(`${violatedDirective} ${blockedURI}`);
  });
  panel.acquireVsCodeApi = () => ({
    postMessage: (message: { id: number; method: string; params?: unknown }) => {
      panel.sent.push({ method: message.method, params: message.params });
      const result = message.method === 'ready' ? { strings: given.strings, state: given.state } : undefined;
      window.postMessage({ id: message.id, ok: true, result }, '*');
    },
    setState: () => undefined,
  });
  document.addEventListener('DOMContentLoaded', () => {
    document.body.className = given.kind;
    document.body.dataset['vscodeThemeKind'] = given.kind;
    for (const [name, value] of Object.entries(given.variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
  });
}

/** Fonts and pictures are there, and two frames have been drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(Array.from(document.images, (image) => image.decode().catch(() => undefined)));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
