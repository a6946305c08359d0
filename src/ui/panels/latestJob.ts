import { Cancelled, isCancelled } from '../../base/errors';

/** One job at a time: a newer one takes over from the one before. */
export class LatestJob {
  private abort = new AbortController();
  private isClosed = false;

  /** Nothing of the newest job is wanted any more. */
  get isStopped(): boolean {
    return this.abort.signal.aborted;
  }

  /** `failed` is not called for a job that was stopped, `done` neither. Resolves to true when the job came to its end. */
  async run(body: (signal: AbortSignal) => Promise<void>, done: () => void, failed: (error: unknown) => void): Promise<boolean> {
    if (this.isClosed) {
      return false;
    }
    this.stop();
    const abort = new AbortController();
    this.abort = abort;
    try {
      await body(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted && !isCancelled(error)) {
        failed(error);
      }
      return false;
    }
    if (abort.signal.aborted) {
      return false;
    }
    done();
    return true;
  }

  stop(): void {
    this.abort.abort(new Cancelled());
  }

  /** Ends what is running; nothing begins after it. */
  close(): void {
    this.isClosed = true;
    this.stop();
  }
}
