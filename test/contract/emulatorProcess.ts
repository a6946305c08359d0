import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmulatorAddress } from '../../src/protocol/emulator';

export interface EmulatorProcess {
  readonly address: EmulatorAddress;
  readonly pid: number;
  /** What it wrote to standard error so far. */
  log(): string;
  /** SIGTERM, or another signal; resolves to the exit status, or the signal that ended it. */
  end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** A state folder for one test; the caller removes it. */
export function newStateFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'emulator-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Starts dist/emulator.js and waits for its first line. */
export async function startEmulatorProcess(stateFolder: string, ...args: string[]): Promise<EmulatorProcess> {
  const child = spawnEmulator(stateFolder, '--json', '--exit-with-parent', ...args);
  const log: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => log.push(chunk));
  const text = (): string => Buffer.concat(log).toString('utf8');
  const ended = once(child, 'close').then(([status, signal]) => (status ?? signal) as number | NodeJS.Signals); // as node documents
  const line = await Promise.race([firstLine(child), ended]);
  if (typeof line !== 'object') {
    throw new Error(`the emulator ended with ${line} before it was ready:\n${text()}`);
  }
  return {
    address: JSON.parse(line.text) as EmulatorAddress, // our own process, whose contract this is
    pid: child.pid ?? 0,
    log: text,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** The bare process, for starts that are meant to fail. */
export function spawnEmulator(stateFolder: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, ['dist/emulator.js', 'emulator', '--state', stateFolder, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
}

async function firstLine(child: ChildProcess): Promise<{ readonly text: string }> {
  if (!child.stdout) {
    throw new Error('the process has no standard output');
  }
  const [text] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { text };
}
