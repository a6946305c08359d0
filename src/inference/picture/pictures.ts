import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { pictureError } from './pictureProblem';
import type { PictureJob, PictureOutcome } from './pictureJob';
import type { PictureTarget, PictureTensor } from './pictureTensor';
import type { Preprocessing } from './preprocessing';
import { scalingTables } from './scalingTables';

export type { PictureTarget, PictureTensor } from './pictureTensor';

/** Prepares pictures in a worker thread. Rejects with a UserError for what is no (whole) picture or too big a one. */
export interface Pictures {
  prepare(bytes: Uint8Array, target: PictureTarget, preprocessing: Preprocessing, signal: AbortSignal): Promise<PictureTensor>;
  /** Ends the worker. */
  close(): Promise<void>;
}

/**
 * Starts the worker (the bundle of pictureWorker.ts) on first use and again after it died. One picture at a time, in the order asked:
 * each can take hundreds of megabytes. Codes of the UserErrors: pictureError's and scalingTables', and `picture-worker` when the
 * worker died.
 */
export function createPictures(workerPath: string): Pictures {
  return new WorkerPictures(workerPath);
}

interface Waiting {
  readonly job: PictureJob;
  readonly resolve: (outcome: PictureOutcome) => void;
  readonly reject: (error: Error) => void;
  /** To be called before either. */
  readonly settled: () => void;
}

class WorkerPictures implements Pictures {
  private worker: Worker | undefined;
  /** The first is with the worker, the others wait for it. */
  private queue: Waiting[] = [];

  constructor(private readonly workerPath: string) {}

  async prepare(bytes: Uint8Array, target: PictureTarget, preprocessing: Preprocessing, signal: AbortSignal): Promise<PictureTensor> {
    signal.throwIfAborted();
    // What is wrong with the choices is said before a thread is started, and in the user's language, which the worker does not know.
    scalingTables(target, preprocessing.scaling);
    const outcome = await this.enqueue({ bytes, target, preprocessing }, signal);
    if ('problem' in outcome) {
      throw pictureError(outcome.problem);
    }
    return outcome.tensor;
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.forget(worker, new UserError(l10n.t('The picture was not prepared: the extension is closing.'), 'picture-worker'));
    await worker?.terminate();
  }

  private enqueue(job: PictureJob, signal: AbortSignal): Promise<PictureOutcome> {
    return new Promise<PictureOutcome>((resolve, reject) => {
      const abort = (): void => {
        // The one that the worker is busy with stays in the queue, so that its outcome is not taken for the next one's.
        this.queue = this.queue.filter((other, place) => place === 0 || other !== waiting);
        reject(reasonOf(signal));
      };
      const settled = (): void => {
        signal.removeEventListener('abort', abort);
      };
      const waiting: Waiting = { job, resolve, reject, settled };
      signal.addEventListener('abort', abort, { once: true });
      this.queue.push(waiting);
      if (this.queue.length === 1) {
        this.sendFirst();
      }
    });
  }

  private sendFirst(): void {
    const [first] = this.queue;
    if (!first) {
      // An idle worker must not keep the process alive.
      this.worker?.unref();
      return;
    }
    this.worker ??= this.start();
    this.worker.ref();
    this.worker.postMessage(first.job);
  }

  private start(): Worker {
    const worker = new Worker(this.workerPath);
    worker.on('message', (outcome: PictureOutcome) => {
      const done = this.queue.shift();
      done?.settled();
      done?.resolve(outcome);
      this.sendFirst();
    });
    const died = (cause?: unknown): void => {
      this.forget(
        worker,
        new UserError(l10n.t('The picture could not be prepared: its decoder stopped unexpectedly. Try again.'), 'picture-worker', {
          cause,
        }),
      );
    };
    worker.on('error', died);
    worker.on('exit', () => {
      died();
    });
    return worker;
  }

  private forget(worker: Worker | undefined, error: Error): void {
    if (this.worker !== worker) {
      return;
    }
    this.worker = undefined;
    const waiting = this.queue;
    this.queue = [];
    waiting.forEach(({ reject, settled }) => {
      settled();
      reject(error);
    });
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}
