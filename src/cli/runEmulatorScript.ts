import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { constants } from 'node:os';
import type { Surroundings } from './command';

/**
 * Runs dist/emulator.js in the foreground on our own standard output and error, and gives its exit status. It gets a process group
 * of its own, so that a Ctrl-C reaches it once, through us; and it ends when we are killed, since its standard input ends then.
 */
export async function runEmulatorScript(words: readonly string[], { installation, signal }: Surroundings): Promise<number> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [path.join(installation.dist, 'emulator.js'), ...words, '--exit-with-parent'], {
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  child.stdin.on('error', () => undefined);
  const end = (): void => {
    child.kill('SIGTERM');
  };
  signal.addEventListener('abort', end, { once: true });
  await once(child, 'close');
  signal.removeEventListener('abort', end);
  return child.exitCode ?? 128 + (child.signalCode === null ? 0 : constants.signals[child.signalCode]);
}
