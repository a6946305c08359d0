import { appendFile, open, rm } from 'node:fs/promises';
import { errorCode } from '../../../base/systemError';

/** getLogs never reads more than this from the end of a log. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The log of one container of a deployment: lines in a file, in the order in which they were written. */
export class ContainerLog {
  private pending = '';
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {}

  /** A container that starts has an empty log. */
  restart(): void {
    this.pending = '';
    this.last = this.last.then(() => rm(this.path, { force: true })).catch(() => undefined);
  }

  readonly write = (line: string): void => {
    if (this.pending === '') {
      this.last = this.last.then(() => this.flush());
    }
    this.pending += `${line}\n`;
  };

  /** The last lines; undefined when the container has never written any. */
  async tail(lines: number): Promise<string | undefined> {
    await this.last;
    try {
      const file = await open(this.path, 'r');
      try {
        const { size } = await file.stat();
        const start = Math.max(0, size - MOST_BYTES);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
        const all = buffer.subarray(0, bytesRead).toString('utf8').split('\n').slice(0, -1);
        return lines <= 0 ? '' : `${all.slice(-lines).join('\n')}\n`;
      } finally {
        await file.close();
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }

  private async flush(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    // A log that cannot be written (a full disk, a deployment just deleted) must not bring down what it is the log of.
    await appendFile(this.path, text).catch(() => undefined);
  }
}
