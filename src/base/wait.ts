import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, and throws the signal's own reason when it is aborted. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
