import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { wait } from '../../base/wait';
import type { ModelFailure } from '../inferenceServer';
import { failuresIn } from './logFailures';
import type { StartedProcesses } from './startedProcesses';

export interface ProcessOptions {
  /** Path of tritonserver, or of a program that takes its arguments. */
  readonly program: string;
  /** Path of the model repository. */
  readonly repository: string;
  readonly log: (line: string) => void;
  readonly processes: StartedProcesses;
}

export interface TritonProcess {
  /** `http://127.0.0.1:PORT` */
  readonly base: URL;
  /** Says how, when it has ended, whoever ended it. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** It did not come up; `failures` are what it wrote about that. */
export class TritonNotReady extends Error {
  override readonly name = 'TritonNotReady';

  constructor(readonly failures: readonly ModelFailure[]) {
    super(failures.map(({ reason }) => reason).join('\n'));
  }
}

/** Engines of many gigabytes take minutes to load; Azure gives up sooner or later as well. */
const START_MILLISECONDS = 15 * 60_000;
const STOP_MILLISECONDS = 10_000;
/** As many lines tell why it did not come up. */
const LAST_LINES = 200;

/**
 * Starts tritonserver on a repository, HTTP on 127.0.0.1 and nothing else, and waits until every model is ready. Rejects with
 * TritonNotReady when it ends before that, as it does when a model cannot be loaded, and with the signal's reason when that is aborted.
 */
export async function startTritonProcess(options: ProcessOptions, signal: AbortSignal): Promise<TritonProcess> {
  signal.throwIfAborted();
  const port = await freePort();
  const child = spawn(options.program, argumentsFor(options.repository, port), {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: processes of the Python backend end with it, and a Ctrl-C in the terminal reaches us alone.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const forget = child.pid === undefined ? undefined : options.processes.remember(child.pid);
  const lines = lastLines(child, options.log);
  const ended = endOf(child).finally(forget);
  const triton: TritonProcess = { base: new URL(`http://127.0.0.1:${port}`), ended, stop: () => stop(child, ended) };
  const limit = AbortSignal.timeout(START_MILLISECONDS);
  try {
    const how = await Promise.race([untilReady(triton.base, AbortSignal.any([signal, limit])), ended]);
    if (how === undefined) {
      return triton;
    }
    throw new TritonNotReady(failuresIn(lines, how));
  } catch (error) {
    await triton.stop();
    signal.throwIfAborted();
    throw limit.aborted ? new TritonNotReady([{ model: undefined, reason: 'Triton was not ready within 15 minutes.' }]) : error;
  }
}

function argumentsFor(repository: string, port: number): string[] {
  return [
    `--model-repository=${repository}`,
    '--http-address=127.0.0.1',
    `--http-port=${port}`,
    '--allow-grpc=false',
    '--allow-metrics=false',
    '--exit-timeout-secs=5',
  ];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has no other kind of address
  await new Promise((done) => server.close(done));
  return port;
}

/** Hands every line on and keeps the last ones. */
function lastLines({ stdout, stderr }: ChildProcess, log: (line: string) => void): readonly string[] {
  const lines: string[] = [];
  for (const input of [stdout, stderr]) {
    if (input) {
      createInterface({ input }).on('line', (line) => {
        lines.push(line);
        lines.splice(0, lines.length - LAST_LINES);
        log(line);
      });
    }
  }
  return lines;
}

async function endOf(child: ChildProcess): Promise<string> {
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(`it could not be started: ${error.message}`);
    });
    // Not `close`: a process that it has left behind may hold its output open for ever.
    child.once('exit', (status, signal) => {
      resolve(signal === null ? `exit status ${String(status)}` : `signal ${signal}`);
    });
  });
  const how = await ended;
  endGroup(child, 'SIGKILL');
  // What it wrote last is still on its way.
  await new Promise((done) => setTimeout(done, 100));
  return how;
}

async function untilReady(base: URL, signal: AbortSignal): Promise<undefined> {
  for (;;) {
    try {
      if ((await fetch(new URL('/v2/health/ready', base), { signal })).status === 200) {
        return undefined;
      }
    } catch {
      signal.throwIfAborted(); // until it listens, connections are refused
    }
    await wait(100, signal);
  }
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const impatient = setTimeout(() => {
    endGroup(child, 'SIGKILL');
  }, STOP_MILLISECONDS);
  await ended;
  clearTimeout(impatient);
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // All of them have ended.
  }
}
