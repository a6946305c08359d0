import { setImmediate } from 'node:timers/promises';

/** Long enough that waiting costs little, short enough that nobody who types notices. In milliseconds. */
const LONGEST_TURN = 8;

/** For long work in small steps: await it between steps, and others get their turn in time. It rejects once `signal` is aborted. */
export function giveWay(signal: AbortSignal): () => Promise<void> {
  let began = performance.now();
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - began >= LONGEST_TURN) {
      await setImmediate();
      signal.throwIfAborted();
      began = performance.now();
    }
  };
}
