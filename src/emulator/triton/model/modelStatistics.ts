import type { JsonOutput } from '../../../base/writeJson';

/** Nanoseconds that one execution took in each of its parts. */
export interface ExecutionTimes {
  readonly input: bigint;
  readonly infer: bigint;
  readonly output: bigint;
}

class Duration {
  private count = 0n;
  private total = 0n;

  add(nanoseconds: bigint, times = 1): void {
    this.count += BigInt(times);
    this.total += nanoseconds * BigInt(times);
  }

  get nanoseconds(): bigint {
    return this.total;
  }

  get times(): bigint {
    return this.count;
  }

  json(): JsonOutput {
    return { count: this.count, ns: this.total };
  }
}

interface BatchDurations {
  readonly input: Duration;
  readonly infer: Duration;
  readonly output: Duration;
}

const durations = (): BatchDurations => ({ input: new Duration(), infer: new Duration(), output: new Duration() });

/** Cumulative counters of one version of a model, as the statistics extension and the metrics show them. */
export class ModelStatistics {
  private lastInference = 0;
  private inferenceCount = 0n;
  private executionCount = 0n;
  private readonly success = new Duration();
  private readonly failure = new Duration();
  private readonly queue = new Duration();
  private readonly hits = new Duration();
  private readonly misses = new Duration();
  private pendingCount = 0;
  private rejectedCount = 0n;
  private readonly compute = durations();
  private readonly batches = new Map<number, BatchDurations>();

  /** A run on an instance, of one or more requests: `batchSize` is the sum of theirs (1 for a model that does not batch). */
  executed(batchSize: number, times: ExecutionTimes): void {
    this.executionCount += 1n;
    const batch = this.batches.get(batchSize) ?? durations();
    this.batches.set(batchSize, batch);
    batch.input.add(times.input);
    batch.infer.add(times.infer);
    batch.output.add(times.output);
  }

  /** One request that ended well; `total` is from its arrival to its answer. */
  succeeded(batchSize: number, parts: ExecutionTimes & { readonly queue: bigint; readonly total: bigint }): void {
    this.lastInference = Date.now();
    this.inferenceCount += BigInt(Math.max(1, batchSize));
    this.success.add(parts.total);
    this.queue.add(parts.queue);
    this.compute.input.add(parts.input);
    this.compute.infer.add(parts.infer);
    this.compute.output.add(parts.output);
  }

  /** One request that failed while the model ran it; refused ones count nowhere. */
  failed(total: bigint): void {
    this.lastInference = Date.now();
    this.failure.add(total);
  }

  /** One request that was answered from the response cache. */
  cacheHit({ queue, lookup, total }: { readonly queue: bigint; readonly lookup: bigint; readonly total: bigint }): void {
    this.lastInference = Date.now();
    this.success.add(total);
    this.queue.add(queue);
    this.hits.add(lookup);
  }

  /** One request that was not there, with the time to look and to keep the answer. */
  cacheMiss(lookupAndInsertion: bigint): void {
    this.misses.add(lookupAndInsertion);
  }

  /** So many requests more, or fewer, wait for an instance. */
  pending(change: number): void {
    this.pendingCount += change;
  }

  /** A request that its queue had no room or no time for; the statistics extension does not show it. */
  rejected(): void {
    this.rejectedCount += 1n;
  }

  /** One entry of `model_stats`. */
  json(name: string, version: number): JsonOutput {
    return {
      name,
      version: String(version),
      last_inference: this.lastInference,
      inference_count: this.inferenceCount,
      execution_count: this.executionCount,
      inference_stats: {
        success: this.success.json(),
        fail: this.failure.json(),
        queue: this.queue.json(),
        compute_input: this.compute.input.json(),
        compute_infer: this.compute.infer.json(),
        compute_output: this.compute.output.json(),
        cache_hit: this.hits.json(),
        cache_miss: this.misses.json(),
      },
      response_stats: {},
      batch_stats: [...this.batches]
        .sort(([a], [b]) => a - b)
        .map(([size, { input, infer, output }]) => ({
          batch_size: size,
          compute_input: input.json(),
          compute_infer: infer.json(),
          compute_output: output.json(),
        })),
      memory_usage: [],
    };
  }

  /** Values of the metrics, durations in microseconds. */
  get counters(): Readonly<Record<CounterName, bigint>> {
    return {
      success: this.success.times,
      failure: this.failure.times,
      inferences: this.inferenceCount,
      executions: this.executionCount,
      request: (this.success.nanoseconds + this.failure.nanoseconds) / 1000n,
      queue: this.queue.nanoseconds / 1000n,
      computeInput: this.compute.input.nanoseconds / 1000n,
      computeInfer: this.compute.infer.nanoseconds / 1000n,
      computeOutput: this.compute.output.nanoseconds / 1000n,
      cacheHits: this.hits.times,
      cacheHit: this.hits.nanoseconds / 1000n,
      cacheMisses: this.misses.times,
      cacheMiss: this.misses.nanoseconds / 1000n,
      rejected: this.rejectedCount,
      pending: BigInt(this.pendingCount),
    };
  }
}

export type CounterName =
  | 'success'
  | 'failure'
  | 'inferences'
  | 'executions'
  | 'request'
  | 'queue'
  | 'computeInput'
  | 'computeInfer'
  | 'computeOutput'
  | 'cacheHits'
  | 'cacheHit'
  | 'cacheMisses'
  | 'cacheMiss'
  | 'rejected'
  | 'pending';
