import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface VsCodeServer {
  readonly port: number;
  /** Holds what a person's home would hold: settings, extension state, logs. Fresh for each server, gone after it. */
  readonly dataFolder: string;
  /** Replaces the machine settings; a running window follows within a second. */
  readonly configure: (settings: Settings) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  readonly settings?: Settings;
  readonly environment?: Readonly<Record<string, string>>;
  /** Let VS Code ask whether the folder is trusted, and open it in Restricted Mode until then. */
  readonly asksForTrust?: boolean;
  /** Folders of other extensions, which are installed. */
  readonly beside?: readonly string[];
}

/** Quiet settings: no welcome page, no offers, no suggestions. A test adds its own. */
const quiet: Settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'git.enabled': false,
  'security.workspace.trust.untrustedFiles': 'open',
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'window.commandCenter': false,
  'explorer.compactFolders': false,
};

/** Starts the VS Code server whose folder the runner gives in VSCODE_SERVER, on a free port of this machine. */
export async function startVsCodeServer(options: ServerOptions = {}): Promise<VsCodeServer> {
  const folder = resolve(process.env['VSCODE_SERVER'] ?? '.vscode-test/server/node_modules/code-server/lib/vscode');
  const dataFolder = await mkdtemp(join(tmpdir(), 'vscode-server-'));
  const configure = async (settings: Settings): Promise<void> => {
    await mkdir(join(dataFolder, 'data/Machine'), { recursive: true });
    await writeFile(join(dataFolder, 'data/Machine/settings.json'), JSON.stringify({ ...quiet, ...options.settings, ...settings }));
  };
  await configure({});
  for (const extension of options.beside ?? []) {
    await cp(extension, join(dataFolder, 'extensions', basename(extension)), { recursive: true });
  }
  const child = spawn(process.execPath, serverArguments(dataFolder, options.asksForTrust === true), {
    cwd: folder,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await listeningPort(child);
  return {
    port,
    dataFolder,
    configure,
    stop: async () => {
      await ended(child);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function serverArguments(dataFolder: string, asksForTrust: boolean): string[] {
  return [
    'out/server-main.js',
    ...['--host', '127.0.0.1', '--port', '0'],
    '--without-connection-token',
    '--accept-server-license-terms',
    // Without it a built VS Code ignores the payload in the window's address.
    '--enable-smoke-test-driver',
    '--disable-telemetry',
    ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    ...['--server-data-dir', dataFolder, '--extensions-dir', join(dataFolder, 'extensions')],
  ];
}

async function listeningPort(child: ChildProcess): Promise<number> {
  if (child.stdout === null || child.stderr === null) throw new Error('the server has no output');
  const log = createWriteStream('.test-build/logs/vscode-server.log', { flags: 'a' });
  child.stderr.pipe(log);
  const lines = createInterface({ input: child.stdout });
  return new Promise((found, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => {
      failed(new Error(`the VS Code server ended with status ${String(code)}, see .test-build/logs/vscode-server.log`));
    });
    lines.on('line', (line) => {
      log.write(`${line}\n`);
      const port = /Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (port !== undefined) found(Number(port));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exit;
  clearTimeout(impatient);
}
