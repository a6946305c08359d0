import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DecodeError, Fields } from '../../base/decode';
import type { Log } from '../../base/log';
import { isMissing } from '../../base/systemError';
import { identityOf, isAlive, type ProcessIdentity } from '../state/processIdentity';

/** Processes that must not outlive the emulator, also when it is killed: a file for each in a folder of the state. */
export class StartedProcesses {
  constructor(private readonly folder: string) {}

  /** Returns how to forget it again. Written before anything else happens: a kill may come at any moment. */
  remember(pid: number): () => void {
    const file = join(this.folder, `${pid}.json`);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(file, JSON.stringify(identityOf(pid)));
    return () => {
      rmSync(file, { force: true });
    };
  }

  /**
   * Ends what an emulator that was killed has left behind. A number that now belongs to another process, or where the system does not
   * say to which, is left alone. To be called by whoever holds the lock of the state.
   */
  async endLeft(log: Log): Promise<void> {
    for (const name of await this.files()) {
      const file = join(this.folder, name);
      const left = readIdentity(file);
      if (left?.started !== undefined && isAlive(left)) {
        log.info(`ending the Triton server with process id ${left.pid}, which the last run has left behind`);
        process.kill(-left.pid, 'SIGKILL'); // its group, and it is its leader
      } else if (left && isAlive(left)) {
        log.warn(`process ${left.pid} may be a Triton server that the last run has left behind; end it if it is`);
      }
      await rm(file, { force: true });
    }
  }

  private async files(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => /^\d+\.json$/.test(name));
    } catch (error) {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    }
  }
}

/** Undefined when it was cut off while it was written. */
function readIdentity(file: string): ProcessIdentity | undefined {
  try {
    const fields = Fields.of(JSON.parse(readFileSync(file, 'utf8')), 'process');
    const started = fields.optionalText('started');
    return { pid: fields.number('pid'), ...(started === undefined ? {} : { started }) };
  } catch (error) {
    if (error instanceof DecodeError || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
