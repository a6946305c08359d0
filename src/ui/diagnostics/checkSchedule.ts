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

/** Checks documents once their typing pauses. A result is shown only for the text that it was found in. */
export class CheckSchedule<Document extends VersionedDocument, Result> {
  private readonly waiting = new Map<string, { readonly timer: NodeJS.Timeout; readonly abort: AbortController }>();

  constructor(
    private readonly ports: CheckPorts<Document, Result>,
    private readonly pauseMilliseconds: number,
  ) {}

  /** `now` for a document that has just been opened. */
  request(document: Document, when: 'now' | 'after a pause'): void {
    this.forget(document.key);
    const abort = new AbortController();
    const timer = setTimeout(() => void this.run(document, abort.signal), when === 'now' ? 0 : this.pauseMilliseconds);
    this.waiting.set(document.key, { timer, abort });
  }

  /** Nothing that was asked for under this key will be shown any more. */
  forget(key: string): void {
    const before = this.waiting.get(key);
    clearTimeout(before?.timer);
    before?.abort.abort();
    this.waiting.delete(key);
  }

  dispose(): void {
    [...this.waiting.keys()].forEach((key) => {
      this.forget(key);
    });
  }

  /** Never rejects. */
  private async run(document: Document, signal: AbortSignal): Promise<void> {
    const { version } = document;
    try {
      const result = await this.ports.check(document, signal);
      if (!signal.aborted && document.version === version && !document.isClosed) {
        this.ports.show(document, result);
      }
    } catch (error) {
      if (!signal.aborted) {
        this.ports.failed(document, error);
      }
    }
  }
}
