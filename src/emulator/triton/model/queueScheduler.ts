import { TritonError } from '../tritonError';
import { execute, type AddedTensors, type ExecutionContext } from './batchExecution';
import { planBatch } from './batchPlan';
import { requestPrefix, type InferenceRequest, type InferenceResult, type Scheduler } from './inferenceRequest';
import type { InstancePool } from './instancePool';
import { RequestQueue, type Queued } from './requestQueue';

interface Waiting {
  readonly added: AddedTensors;
  readonly resolve: (result: InferenceResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Requests wait in a queue until an instance is free; with dynamic batching several run together. */
export class QueueScheduler implements Scheduler {
  private readonly queue: RequestQueue<Waiting>;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private running = 0;
  private onDrained: (() => void) | undefined;

  constructor(
    private readonly context: ExecutionContext,
    private readonly pool: InstancePool,
  ) {
    this.queue = new RequestQueue(context.config.dynamicBatching);
  }

  enqueue(request: InferenceRequest, added: AddedTensors = []): Promise<InferenceResult> {
    if (this.closed) {
      throw unloading(this.context.config.name);
    }
    if (this.queue.isFullFor(request)) {
      this.context.statistics.rejected();
      throw new TritonError('UNAVAILABLE', `${requestPrefix(request.id)}Exceeds maximum queue size`);
    }
    return new Promise((resolve, reject) => {
      this.queue.add({ added, resolve, reject }, request, process.hrtime.bigint());
      this.context.statistics.pending(1);
      this.work();
    });
  }

  /** An instance has become free, something has arrived, or a waiting time is over. */
  work(): void {
    clearTimeout(this.timer);
    while (!this.queue.isEmpty) {
      const instance = this.pool.take();
      if (instance === undefined) {
        return;
      }
      const batch = this.next(process.hrtime.bigint());
      if (batch === undefined) {
        this.pool.putBack(instance);
        return;
      }
      this.running += 1;
      // Its failures reach the requests; nobody waits for the run itself.
      void this.run(batch, () =>
        execute(
          batch.map((one) => one.request),
          instance,
          this.context,
          batch[0]?.item.added,
        ),
      ).finally(() => {
        this.running -= 1;
        this.pool.giveBack(instance);
        if (this.running === 0 && this.queue.isEmpty) {
          this.onDrained?.();
        }
      });
    }
  }

  /** There is no instance to run them on. */
  failAll(why: unknown): void {
    const waiting = this.queue.ordered();
    this.queue.remove(waiting);
    for (const { item } of waiting) {
      this.context.statistics.pending(-1);
      item.reject(why);
    }
    if (this.running === 0) {
      this.onDrained?.();
    }
  }

  async close(how: 'drain' | 'now'): Promise<void> {
    this.closed = true;
    if (how === 'drain' && (this.running > 0 || !this.queue.isEmpty)) {
      await new Promise<void>((resolve) => {
        this.onDrained = resolve;
      });
    }
    clearTimeout(this.timer);
    this.failAll(unloading(this.context.config.name));
    await this.pool.close();
  }

  /** What is to run now; undefined when it is better to wait, and then the timer is set. */
  private next(now: bigint): readonly Queued<Waiting>[] | undefined {
    for (const late of this.queue.expire(now)) {
      this.context.statistics.pending(-1);
      this.context.statistics.rejected();
      late.reject(new TritonError('UNAVAILABLE', 'Request timeout expired'));
    }
    const waiting = this.queue.ordered();
    if (waiting.length === 0) {
      return undefined;
    }
    const limits = limitsOf(this.context);
    const plan = limits === undefined ? { kind: 'run' as const, batch: waiting.slice(0, 1) } : planBatch(waiting, limits, now);
    if (plan.kind === 'wait') {
      const milliseconds = Number(plan.until - now) / 1e6;
      this.timer = setTimeout(
        () => {
          this.work();
        },
        Math.max(0, milliseconds),
      );
      return undefined;
    }
    this.queue.remove(plan.batch);
    this.context.statistics.pending(-plan.batch.length);
    return plan.batch;
  }

  private async run(batch: readonly Queued<Waiting>[], job: () => Promise<InferenceResult[]>): Promise<void> {
    try {
      const results = await job();
      batch.forEach(({ item }, index) => {
        const result = results[index];
        if (result !== undefined) {
          item.resolve(result);
        }
      });
    } catch (error) {
      for (const { item } of batch) {
        item.reject(error);
      }
    }
  }
}

function limitsOf({ config, ragged }: ExecutionContext): Parameters<typeof planBatch>[1] | undefined {
  const { dynamicBatching, maxBatchSize } = config;
  if (dynamicBatching === undefined || maxBatchSize === 0) {
    return undefined;
  }
  return {
    maxBatchSize,
    raggedInputs: ragged.inputs,
    preferredBatchSizes: dynamicBatching.preferredBatchSizes.length > 0 ? dynamicBatching.preferredBatchSizes : [maxBatchSize],
    maxQueueDelayNanoseconds: BigInt(Math.round(dynamicBatching.maxQueueDelayMicroseconds)) * 1000n,
  };
}

function unloading(model: string): TritonError {
  return new TritonError('UNAVAILABLE', `Model '${model}' is being unloaded`);
}
