import type { ModelInstance } from './modelInstance';

/**
 * The instances of one version of a model. Some are there from the start; the others, up to the group's count, start when a
 * request would have to wait, so that a model that is used by one client at a time costs one process.
 */
export class InstancePool {
  private readonly all: ModelInstance[];
  private readonly free: ModelInstance[];
  private starting = 0;
  private readonly closing = new AbortController();

  constructor(
    started: readonly ModelInstance[],
    private readonly options: {
      readonly count: number;
      /** Ends when the signal is aborted, which is when the pool is closed. */
      readonly start: (closing: AbortSignal) => Promise<ModelInstance>;
      /** Called whenever an instance has become free. */
      readonly onFree: () => void;
      /** Called when there is none any more and no other could be started. */
      readonly onNone: (why: unknown) => void;
      readonly log: (message: string) => void;
    },
  ) {
    this.all = [...started];
    this.free = [...started];
  }

  /** A free instance, which is then the caller's until it is given back. When none is free, another one is on its way afterwards. */
  take(): ModelInstance | undefined {
    for (const ended of this.free.filter((one) => one.hasEnded)) {
      this.free.splice(this.free.indexOf(ended), 1);
      this.remove(ended);
    }
    const instance = this.free.shift();
    if (instance === undefined) {
      void this.grow(); // A failure is logged there; the request waits for an instance that exists.
    }
    return instance;
  }

  /** Gives back an instance that was not used. */
  putBack(instance: ModelInstance): void {
    this.free.unshift(instance);
  }

  /** An instance whose process has ended is replaced. */
  giveBack(instance: ModelInstance): void {
    if (instance.hasEnded) {
      this.remove(instance);
      void this.grow(); // A failure is logged there.
      return;
    }
    this.free.push(instance);
    this.options.onFree();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.all.map((instance) => instance.close()));
  }

  private remove(ended: ModelInstance): void {
    this.all.splice(this.all.indexOf(ended), 1);
    if (!this.isClosed()) {
      this.options.log('the process of an instance has ended by itself; another one takes its place');
    }
  }

  private async grow(): Promise<void> {
    if (this.isClosed() || this.all.length + this.starting >= this.options.count) {
      return;
    }
    this.starting += 1;
    try {
      const instance = await this.options.start(this.closing.signal);
      this.all.push(instance);
      if (this.isClosed()) {
        await instance.close();
      } else {
        this.giveBack(instance);
      }
    } catch (error) {
      if (this.isClosed()) {
        return;
      }
      this.options.log(`another instance could not be started: ${error instanceof Error ? error.message : String(error)}`);
      if (this.all.length === 0) {
        this.options.onNone(error);
      }
    } finally {
      this.starting -= 1;
    }
  }

  /** Asked again after every wait. */
  private isClosed(): boolean {
    return this.closing.signal.aborted;
  }
}
