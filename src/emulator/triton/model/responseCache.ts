import { createHash } from 'node:crypto';
import type { InferenceRequest, InferenceResult, Scheduler } from './inferenceRequest';
import type { ModelStatistics } from './modelStatistics';

/** Answers by what was asked, up to so many bytes; the one that was not used for longest goes first. */
export class ResponseCache {
  private readonly entries = new Map<string, { readonly result: InferenceResult; readonly size: number }>();
  private used = 0;

  constructor(private readonly bytes: number) {}

  get(key: string): InferenceResult | undefined {
    const entry = this.entries.get(key);
    if (entry !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, entry);
    }
    return entry?.result;
  }

  /** One that does not fit at all is not kept. */
  put(key: string, result: InferenceResult): void {
    const size = result.outputs.reduce((sum, { name, bytes }) => sum + name.length + bytes.byteLength, key.length);
    if (size > this.bytes) {
      return;
    }
    this.remove(key);
    for (const oldest of this.entries.keys()) {
      if (this.used + size <= this.bytes) {
        break;
      }
      this.remove(oldest);
    }
    this.used += size;
    // The answer may be a small part of the memory it lies on.
    const outputs = result.outputs.map((tensor) => ({ ...tensor, bytes: new Uint8Array(tensor.bytes) }));
    this.entries.set(key, { result: { outputs }, size });
  }

  private remove(key: string): void {
    this.used -= this.entries.get(key)?.size ?? 0;
    this.entries.delete(key);
  }
}

/**
 * Answers from the cache what was answered before (core, dynamic_batch_scheduler.cc). As in Triton the inputs alone tell one request from
 * another: who asks for other outputs of the same inputs gets those of the first.
 */
export class CachingScheduler implements Scheduler {
  constructor(
    /** Name and version of the model. */
    private readonly model: string,
    private readonly inner: Scheduler,
    private readonly cache: ResponseCache,
    private readonly statistics: ModelStatistics,
  ) {}

  enqueue(request: InferenceRequest): Promise<InferenceResult> {
    const started = process.hrtime.bigint();
    const key = this.keyOf(request);
    const found = this.cache.get(key);
    const looked = process.hrtime.bigint();
    if (found !== undefined) {
      this.statistics.cacheHit({ queue: started - request.arrived, lookup: looked - started, total: looked - request.arrived });
      return Promise.resolve(found);
    }
    return this.inner.enqueue(request).then((result) => {
      const answered = process.hrtime.bigint();
      this.cache.put(key, result);
      this.statistics.cacheMiss(looked - started + process.hrtime.bigint() - answered);
      return result;
    });
  }

  close(how: 'drain' | 'now'): Promise<void> {
    return this.inner.close(how);
  }

  private keyOf({ inputs }: InferenceRequest): string {
    const hash = createHash('sha256').update(this.model);
    const byName = [...inputs].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, datatype, shape, bytes } of byName) {
      hash.update(`\n${name}\n${datatype}\n${shape.join()}\n${bytes.byteLength}\n`).update(bytes);
    }
    return hash.digest('base64');
  }
}
