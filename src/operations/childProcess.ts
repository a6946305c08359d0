import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { UserError } from '../base/errors';
import * as l10n from '@vscode/l10n';

export interface ChildOptions {
  /** Absolute path of the script that Node runs. */
  readonly script: string;
  readonly arguments: readonly string[];
  /** Every line of its standard error. */
  readonly onLog: (line: string) => void;
}

export interface RunningChild {
  readonly pid: number;
  /** The first line of its standard output, by which it says that it is ready. */
  readonly firstLine: string;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Asks it to end, and ends it when it does not. */
  stop(): Promise<void>;
}

/**
 * Starts one of our own scripts as a process and waits for its first line. It runs with the Node that runs us
 * (ELECTRON_RUN_AS_NODE, for the desktop editor), in a process group of its own, so that a Ctrl-C in the terminal reaches us alone
 * and we decide when it ends. Its standard input stays open as long as we live: the child takes its end as ours.
 */
export async function startChild(options: ChildOptions, signal: AbortSignal): Promise<RunningChild> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [options.script, ...options.arguments], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  // Without listeners, the end of the child between two writes would be an error that nobody catches.
  child.stdin.on('error', () => undefined);
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    lastLines.splice(0, lastLines.length - 20);
    options.onLog(line);
  });
  const ended = new Promise<void>((resolve) =>
    child
      .once('close', () => {
        resolve();
      })
      .once('error', () => {
        resolve();
      }),
  );
  const stop = (): Promise<void> => stopChild(child, ended);
  try {
    const firstLine = await firstLineOf(child, lastLines, signal);
    return { pid: child.pid ?? 0, firstLine, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A cold start reads a large bundle and native modules; on a busy machine that takes a while. */
const startLimit = 60_000;

async function firstLineOf(child: ChildProcess, lastLines: readonly string[], signal: AbortSignal): Promise<string> {
  const settled = new AbortController();
  const limit = AbortSignal.timeout(startLimit);
  const giveUp = AbortSignal.any([signal, limit, settled.signal]);
  const output = child.stdout;
  if (!output) {
    throw new Error('the child has no standard output');
  }
  const lines = createInterface({ input: output });
  try {
    const outcome = await Promise.race([
      once(lines, 'line', { signal: giveUp }).then(([line]) => ({ line: String(line) })),
      once(child, 'close', { signal: giveUp }).then(([code]) => ({ code: String(code) })),
    ]);
    if ('line' in outcome) {
      return outcome.line;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) {
      throw new UserError(
        l10n.t('The process gave no sign of life for {0} seconds. It said: {1}', startLimit / 1000, said(lastLines)),
        'not-ready',
      );
    }
    // `error` comes when there is no such program, or no memory or process number left for it.
    throw new UserError(l10n.t('The process could not be started: {0}', String(error)), 'not-startable', { cause: error });
  } finally {
    settled.abort();
  }
  throw new UserError(said(lastLines), 'ended-at-start');
}

function said(lastLines: readonly string[]): string {
  return lastLines.length === 0 ? l10n.t('nothing at all') : lastLines.slice(-5).join('\n');
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined) {
    return;
  }
  child.stdin?.end();
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(patience);
}
