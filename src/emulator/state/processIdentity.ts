import { readFileSync } from 'node:fs';
import { errorCode } from '../../base/systemError';

/** A process. `started` tells it from a later one that got the same number; absent where the system does not say. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started?: string;
}

export function identityOf(pid: number): ProcessIdentity {
  const started = startTime(pid);
  return { pid, ...(started === undefined ? {} : { started }) };
}

/** Whether it lives; where the system does not say when a process began, any one with its number is taken for it. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
  const now = startTime(pid);
  return now === undefined || started === undefined || now === started;
}

/** Field 22 of /proc/PID/stat (proc(5)): ticks between boot and the start of the process. Linux only. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined; // no /proc, or the process has just ended
  }
}
