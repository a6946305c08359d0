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

  /** One entry of `model_stats`. */
  json(name: string, version: number): JsonOutput {
    const none = { count: 0, ns: 0 };
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
        cache_hit: none,
        cache_miss: none,
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
    };
  }
}

export type CounterName =
  'success' | 'failure' | 'inferences' | 'executions' | 'request' | 'queue' | 'computeInput' | 'computeInfer' | 'computeOutput';
