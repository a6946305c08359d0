/** A text in the editor; `version` grows with every change. */
export interface VersionedDocument {
  readonly key: string;
  readonly version: number;
  readonly isClosed: boolean;
}

export interface CheckPorts<Document extends VersionedDocument, Result> {
  readonly check: (document: Document, signal: AbortSignal) => Promise<Result>;
  readonly show: (document: Document, result: Result) => void;
  readonly failed: (document: Document, error: unknown) => void;
}

/** Short enough for findings to seem immediate, long enough for a burst of changes to be checked once. */
export const pauseMilliseconds = 20;
/** A document whose last check took less is checked with every key. */
const quickMilliseconds = 2;

/** Checks documents once their typing pauses. A result is shown only for the text that it was found in. */
export class CheckSchedule<Document extends VersionedDocument, Result> {
  private readonly waiting = new Map<string, { readonly timer: NodeJS.Timeout; readonly abort: AbortController }>();
  private readonly quick = new Set<string>();

  constructor(
    private readonly ports: CheckPorts<Document, Result>,
    private readonly pause: number,
  ) {}

  /** `now` for a document that has just been opened. */
  request(document: Document, when: 'now' | 'after a pause'): void {
    this.cancel(document.key);
    const abort = new AbortController();
    const pause = when === 'now' || this.quick.has(document.key) ? 0 : this.pause;
    const timer = setTimeout(() => void this.run(document, abort.signal), pause);
    this.waiting.set(document.key, { timer, abort });
  }

  /** Nothing that was asked for under this key will be shown any more. */
  forget(key: string): void {
    this.cancel(key);
    this.quick.delete(key);
  }

  dispose(): void {
    [...this.waiting.keys()].forEach((key) => {
      this.forget(key);
    });
  }

  private cancel(key: string): void {
    const before = this.waiting.get(key);
    clearTimeout(before?.timer);
    before?.abort.abort();
    this.waiting.delete(key);
  }

  /** Never rejects. */
  private async run(document: Document, signal: AbortSignal): Promise<void> {
    const { version } = document;
    const started = performance.now();
    try {
      const result = await this.ports.check(document, signal);
      const isQuick = performance.now() - started < quickMilliseconds;
      if (!signal.aborted && document.version === version && !document.isClosed) {
        this.quick[isQuick ? 'add' : 'delete'](document.key);
        this.ports.show(document, result);
      }
    } catch (error) {
      if (!signal.aborted) {
        this.ports.failed(document, error);
      }
    }
  }
}
