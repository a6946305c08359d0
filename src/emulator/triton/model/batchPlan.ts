import type { Queued } from './requestQueue';

export interface BatchLimits {
  readonly maxBatchSize: number;
  /** Not empty. */
  readonly preferredBatchSizes: readonly number[];
  readonly maxQueueDelayNanoseconds: bigint;
  /** Inputs whose shapes may differ. */
  readonly raggedInputs: ReadonlySet<string>;
}

export type BatchPlan<T> =
  | { readonly kind: 'run'; readonly batch: readonly Queued<T>[] }
  /** Nothing has to run before `until`, unless something arrives. */
  | { readonly kind: 'wait'; readonly until: bigint };

/**
 * Which of the waiting requests run together, and when (core, dynamic_batch_scheduler.cc, GetDynamicBatch). `waiting` is in the
 * order of the queue and not empty.
 */
export function planBatch<T>(waiting: readonly Queued<T>[], limits: BatchLimits, now: bigint): BatchPlan<T> {
  const { preferredBatchSizes, maxQueueDelayNanoseconds: delay } = limits;
  const { pending, size, preferred, isFull } = gather(waiting, limits);
  const oldest = waiting.reduce((least, one) => (one.since < least ? one.since : least), now);
  const delayIsOver = now - oldest >= delay;
  if (preferred > 0 && (delay === 0n || !delayIsOver)) {
    return { kind: 'run', batch: waiting.slice(0, preferred) };
  }
  if (isFull || size >= Math.max(...preferredBatchSizes) || delayIsOver) {
    return { kind: 'run', batch: waiting.slice(0, pending) };
  }
  return { kind: 'wait', until: oldest + delay };
}

interface Gathered {
  /** How many requests would fit, and their batch sizes together. */
  readonly pending: number;
  readonly size: number;
  /** How many of them make the best preferred size; 0 = none does. */
  readonly preferred: number;
  /** Whether the next one would not fit. */
  readonly isFull: boolean;
}

function gather<T>(waiting: readonly Queued<T>[], { maxBatchSize, preferredBatchSizes, raggedInputs }: BatchLimits): Gathered {
  const largest = Math.max(...preferredBatchSizes);
  let pending = 0;
  let size = 0;
  let preferred = 0;
  for (const one of waiting) {
    const grown = size + Math.max(1, one.request.batchSize);
    if (pending > 0 && grown > largest && preferred === 0) {
      // Beyond every preferred size: what is there so far is as good as it gets.
      preferred = pending;
    }
    if (pending > 0 && (grown > maxBatchSize || !sameShapes(waiting[0], one, raggedInputs))) {
      return { pending, size, preferred, isFull: true };
    }
    size = grown;
    pending += 1;
    preferred = preferredBatchSizes.includes(size) ? pending : preferred;
  }
  return { pending, size, preferred, isFull: false };
}

/** Requests run together when they have the same inputs with the same shapes but for the batch dimension. */
function sameShapes<T>(first: Queued<T> | undefined, other: Queued<T>, ragged: ReadonlySet<string>): boolean {
  const key = (one: Queued<T>): string =>
    one.request.inputs
      .map((input) => `${input.name}:${ragged.has(input.name) ? '' : input.shape.slice(1).join()}`)
      .sort()
      .join(';');
  return first !== undefined && key(first) === key(other);
}
