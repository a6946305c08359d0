import { createHash } from 'node:crypto';
import type { InferenceRequest, InferenceResult, Scheduler } from './inferenceRequest';
import type { ModelStatistics } from './modelStatistics';

/** Memory that an answer and each of its outputs take beside their names and bytes (measured). */
const PER_ANSWER = 300;
const PER_OUTPUT = 500;

interface Entry {
  readonly key: string;
  readonly result: InferenceResult;
  readonly size: number;
  /** Its neighbours in the order of use. */
  older: Entry | undefined;
  newer: Entry | undefined;
}

/**
 * Answers by what was asked, up to so many bytes; the one that was not used for longest goes first. The order of a Map would do, but
 * whoever looks for its first entry passes each one that was removed.
 */
export class ResponseCache {
  private readonly entries = new Map<string, Entry>();
  private oldest: Entry | undefined;
  private newest: Entry | undefined;
  private used = 0;

  constructor(private readonly bytes: number) {}

  get(key: string): InferenceResult | undefined {
    const entry = this.entries.get(key);
    if (entry !== undefined && entry !== this.newest) {
      this.unlink(entry);
      this.append(entry);
    }
    return entry?.result;
  }

  /** One that does not fit at all is not kept. */
  put(key: string, result: InferenceResult): void {
    const size = sizeOf(key, result);
    if (size > this.bytes) {
      return;
    }
    this.remove(this.entries.get(key));
    while (this.used + size > this.bytes) {
      this.remove(this.oldest);
    }
    this.used += size;
    // The answer may be a small part of the memory it lies on.
    const outputs = result.outputs.map((tensor) => ({ ...tensor, bytes: new Uint8Array(tensor.bytes) }));
    const entry: Entry = { key, result: { outputs }, size, older: undefined, newer: undefined };
    this.entries.set(key, entry);
    this.append(entry);
  }

  private remove(entry: Entry | undefined): void {
    if (entry !== undefined) {
      this.used -= entry.size;
      this.entries.delete(entry.key);
      this.unlink(entry);
    }
  }

  private append(entry: Entry): void {
    entry.older = this.newest;
    entry.newer = undefined;
    if (this.newest === undefined) {
      this.oldest = entry;
    } else {
      this.newest.newer = entry;
    }
    this.newest = entry;
  }

  private unlink({ older, newer }: Entry): void {
    if (older === undefined) {
      this.oldest = newer;
    } else {
      older.newer = newer;
    }
    if (newer === undefined) {
      this.newest = older;
    } else {
      newer.older = older;
    }
  }
}

function sizeOf(key: string, { outputs }: InferenceResult): number {
  return outputs.reduce((sum, { name, bytes }) => sum + PER_OUTPUT + name.length + bytes.byteLength, PER_ANSWER + key.length);
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
