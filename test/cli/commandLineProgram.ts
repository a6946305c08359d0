import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Finished {
  readonly status: number | null;
  readonly out: string;
  readonly told: string;
}

/** Longer than any of its jobs takes, even on a machine that is busy with others. */
const patienceMilliseconds = 120_000;

/** The built command line as a process of its own, with a folder of its own for temporary files. One that hangs is ended, and says so. */
export class CommandLineProgram {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly closed: Promise<unknown>;
  private out = '';
  private told = '';
  private readonly impatience: NodeJS.Timeout;
  private overdue = false;

  constructor(words: readonly string[], temporary: string, environment: NodeJS.ProcessEnv = {}) {
    const env = { ...process.env, LC_ALL: 'C', TMPDIR: temporary, TEMP: temporary, ...environment };
    this.child = spawn(process.execPath, [path.resolve('dist/cli.js'), ...words], { env });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.told += text));
    this.closed = once(this.child, 'close');
    this.impatience = setTimeout(() => {
      this.overdue = true;
      this.child.kill('SIGKILL');
    }, patienceMilliseconds);
    void this.closed.then(() => {
      clearTimeout(this.impatience);
    });
  }

  /** Waits until its output so far, standard error before standard output, fits. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.told + this.out);
      if (found) {
        return found;
      }
      if (this.child.exitCode !== null || this.overdue) {
        throw new Error(`ended without saying ${String(pattern)}:\n${this.told}${this.out}`);
      }
      await sleep(10);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async finished(): Promise<Finished> {
    await this.closed;
    if (this.overdue) {
      throw new Error(`did not end in ${patienceMilliseconds / 1000} s:\n${this.told}${this.out}`);
    }
    return { status: this.child.exitCode, out: this.out, told: this.told };
  }
}

/** Gives each job a folder for temporary files, and takes it away afterwards. */
export async function withTemporaryFolder(job: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cli-test-'));
  try {
    await job(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Command lines of processes that name this folder: those that a program started and left behind. Linux only; empty elsewhere. */
export async function processesOf(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
  const commandLines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return commandLines.filter((words) => words.includes(folder)).map((words) => words.replaceAll('\0', ' '));
}
