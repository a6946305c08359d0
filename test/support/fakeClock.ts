import type { Clock } from '../../src/azure/transport/clock';

/** A clock whose waits are over at once and are written down. */
export interface FakeClock extends Clock {
  /** Milliseconds of each wait. */
  readonly waits: readonly number[];
}

/** `random` is what jitter gets: 1 makes every pause as long as it may be. */
export function fakeClock(random = 1): FakeClock {
  const waits: number[] = [];
  let now = 0;
  return {
    waits,
    now: () => now,
    random: () => random,
    wait: (milliseconds, signal) => {
      signal.throwIfAborted();
      waits.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}
