import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Microsoft's blob emulator with its published development account. */
export interface Azurite {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly accountName: string;
  readonly accountKey: string;
  stop(): Promise<void>;
}

const script = join('node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js');

/** Where Azurite is; undefined when it has not been fetched. `npm test -- contract` fetches it. */
export function azuriteScript(): string | undefined {
  const path = resolve(process.env['AZURITE'] ?? join('.vscode-test', 'azurite'), script);
  return existsSync(path) ? path : undefined;
}

/** Starts it on a free port, in memory. */
export async function startAzurite(path: string): Promise<Azurite> {
  // It writes its configuration where it is started.
  const folder = await mkdtemp(join(tmpdir(), 'azurite-'));
  const args = [path, '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--blobPort', '0'];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const killChild = (): void => {
    child.kill();
  };
  process.once('exit', killChild); // A test that fails badly leaves nothing running.
  const host = await new Promise<string>((found, failed) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /listens on https?:\/\/([\d.]+:\d+)/.exec(said)?.[1];
      if (address !== undefined) {
        found(address);
      }
    });
    child.once('exit', () => {
      failed(new Error(`Azurite did not start: ${said}`));
    });
  });
  return {
    host,
    accountName: 'devstoreaccount1',
    accountKey: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
    stop: async () => {
      process.off('exit', killChild);
      child.kill();
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
