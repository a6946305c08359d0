import { Worker } from 'node:worker_threads';
import type { OnnxModel } from '../config/onnxTensors';
import { internal, type TritonError } from '../tritonError';
import type { WireTensor } from './inferenceRequest';
import { transferList, type RunRequest, type RunTimes, type WorkerMessage, type WorkerStart } from './workerContract';

export interface RunResult {
  readonly outputs: readonly WireTensor[];
  readonly times: RunTimes;
}

interface Waiting {
  readonly resolve: (result: RunResult) => void;
  readonly reject: (error: TritonError) => void;
}

/**
 * A model in a worker thread of its own. Runs one request after the other; whoever uses it does not start two at once.
 * The thread is stopped only while it is idle: stopped inside native code it would take the whole process with it.
 */
export class ModelInstance {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private gone: string | undefined;
  private onIdle: (() => void) | undefined;

  private constructor(
    private readonly worker: Worker,
    readonly model: OnnxModel,
  ) {}

  /** Loads the model. `workerFile` is the bundled modelWorker.ts. Throws Triton's error when ONNX Runtime refuses the file. */
  static start(workerFile: string, start: WorkerStart): Promise<ModelInstance> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(workerFile, { workerData: start });
      let instance: ModelInstance | undefined;
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'ready') {
          instance = new ModelInstance(worker, message.model);
          resolve(instance);
        } else if (message.kind === 'failed') {
          reject(internal(`onnx runtime error: ${message.reason}`));
          void worker.terminate(); // The thread has nothing more to do.
        } else {
          instance?.settle(message);
        }
      });
      const end = (why: string): void => {
        reject(internal(`the thread of the model ended: ${why}`));
        instance?.fail(why);
      };
      worker.on('error', (error) => {
        end(error instanceof Error ? error.message : String(error));
      });
      worker.on('exit', () => {
        end('it was stopped');
      });
    });
  }

  get hasEnded(): boolean {
    return this.gone !== undefined;
  }

  /** The inputs' memory moves to the thread. */
  run(inputs: readonly WireTensor[], outputs: readonly string[]): Promise<RunResult> {
    if (this.gone !== undefined) {
      return Promise.reject(internal(`the thread of the model ended: ${this.gone}`));
    }
    const request: RunRequest = { id: this.nextId, inputs, outputs };
    this.nextId += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(request.id, { resolve, reject });
      this.worker.postMessage(request, transferList(inputs));
    });
  }

  /** Waits for what runs. */
  async close(): Promise<void> {
    if (this.waiting.size > 0) {
      await new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
    }
    await this.worker.terminate();
  }

  private settle(message: Extract<WorkerMessage, { kind: 'done' | 'error' }>): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'done') {
      waiting?.resolve(message);
    } else {
      waiting?.reject(internal(`onnx runtime error: ${message.reason}`));
    }
    if (this.waiting.size === 0) {
      this.onIdle?.();
    }
  }

  private fail(why: string): void {
    this.gone = why;
    for (const { reject } of this.waiting.values()) {
      reject(internal(`the thread of the model ended: ${why}`));
    }
    this.waiting.clear();
    this.onIdle?.();
  }
}
