import { wait } from '../../base/wait';

/** Time and chance as parameters, so that a test of a ten-minute wait takes a millisecond. */
export interface Clock {
  /** Milliseconds; only differences are used. */
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1, for jitter. */
  random(): number;
}

export const systemClock: Clock = { now: () => performance.now(), wait, random: () => Math.random() };
