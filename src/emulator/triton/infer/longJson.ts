import { Worker } from 'node:worker_threads';
import { transferList } from '../model/workerContract';
import type { WireTensor } from '../model/inferenceRequest';
import { internal, TritonError, type TritonCode } from '../tritonError';
import type { ParsedRequest } from './parsedRequest';

/** What the thread is started with in place of a model. */
export const LONG_JSON = 'longJson';

export type LongJsonJob = { readonly id: number } & (
  | { readonly kind: 'read'; readonly body: Uint8Array; readonly headerLength: number; readonly model: string }
  | { readonly kind: 'write'; readonly tensor: WireTensor }
);

export type LongJsonAnswer = { readonly id: number } & (
  | { readonly kind: 'read'; readonly parsed: ParsedRequest }
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'refused'; readonly code: TritonCode; readonly text: string }
);

interface Waiting {
  readonly resolve: (answer: LongJsonAnswer) => void;
  readonly reject: (error: TritonError) => void;
}

/** Reads and writes JSON that would hold up every other request, in a thread that starts with the first of it. */
export class LongJson {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;

  /** `workerFile` is the bundled modelWorker.ts. */
  constructor(private readonly workerFile: string) {}

  /** As readInferRequest; the memory of the body moves to the thread and comes back with the request. */
  async read(body: Uint8Array, headerLength: number, model: string): Promise<ParsedRequest> {
    const id = this.nextId++;
    const answer = await this.ask({ id, kind: 'read', body, headerLength, model }, body.buffer instanceof ArrayBuffer ? [body.buffer] : []);
    if (answer.kind !== 'read') {
      throw internal('the thread for long JSON answered something else');
    }
    return answer.parsed;
  }

  /** As dataText. */
  async write(tensor: WireTensor): Promise<string> {
    const id = this.nextId++;
    // Other tensors may lie on the same memory, so a copy moves to the thread.
    const copy = { ...tensor, bytes: new Uint8Array(tensor.bytes) };
    const answer = await this.ask({ id, kind: 'write', tensor: copy }, transferList([copy]));
    if (answer.kind !== 'written') {
      throw internal('the thread for long JSON answered something else');
    }
    return answer.text;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private async ask(job: LongJsonJob, transfer: ArrayBuffer[]): Promise<LongJsonAnswer> {
    const worker = (this.worker ??= this.start());
    const answer = await new Promise<LongJsonAnswer>((resolve, reject) => {
      this.waiting.set(job.id, { resolve, reject });
      worker.postMessage(job, transfer);
    });
    if (answer.kind === 'refused') {
      throw new TritonError(answer.code, answer.text);
    }
    return answer;
  }

  private start(): Worker {
    // 10,000 levels of JSON need the stack, and 64 MB of numbers as text the heap.
    const resourceLimits = { stackSizeMb: 64, maxOldGenerationSizeMb: 4096 };
    const worker = new Worker(this.workerFile, { workerData: LONG_JSON, resourceLimits });
    worker.unref();
    worker.on('message', (answer: LongJsonAnswer) => {
      this.waiting.get(answer.id)?.resolve(answer);
      this.waiting.delete(answer.id);
    });
    worker.on('error', (error) => {
      this.fail(error instanceof Error ? error.message : String(error));
    });
    worker.on('exit', () => {
      this.worker = undefined;
      this.fail('it was stopped');
    });
    return worker;
  }

  private fail(why: string): void {
    for (const { reject } of this.waiting.values()) {
      reject(internal(`the thread that reads long JSON ended: ${why}`));
    }
    this.waiting.clear();
  }
}
