import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { Fields } from '../../../base/decode';
import { errorCode } from '../../../base/systemError';
import type { OnnxModel } from '../config/onnxTensors';
import { byteTextOf } from '../byteText';
import { internal, type TritonError } from '../tritonError';
import type { WireTensor } from './inferenceRequest';
import { ModelChannel } from './modelChannel';
import { CHANNEL, MODEL_PROCESS, workerMessageOf, type RunTimes, type WorkerMessage, type WorkerStart } from './workerContract';

export interface RunResult {
  readonly outputs: readonly WireTensor[];
  readonly times: RunTimes;
}

interface Waiting {
  readonly resolve: (answer: { readonly message: WorkerMessage; readonly tensors: readonly WireTensor[] }) => void;
  readonly reject: (error: TritonError) => void;
}

/**
 * A model in a process of its own. There are files that end ONNX Runtime with a signal while it loads them, and requests that do
 * (the least INT32 divided by -1, for one); then this instance ends and nothing else. Beside a thread a process costs nothing at
 * the start (70 ms both, and some 25 for the thread that watches the server), 20 MB of memory,
 * 10 µs on a small request and half a millisecond on one of 600 KB.
 */
export class ModelInstance {
  private waiting: Waiting | undefined;
  private gone: TritonError | undefined;
  private readonly ended: Promise<void>;
  /** Undefined when the process could not be started; its `error` comes in the next turn of the event loop. */
  private readonly channel: ModelChannel | undefined;
  /** What the file has; there once `start` is over. */
  model: OnnxModel = { inputs: [], outputs: [] };

  private constructor(private readonly child: ChildProcess) {
    this.ended = new Promise((resolve) => {
      const end = (why: TritonError): void => {
        this.fail(why);
        resolve();
      };
      child.once('error', (error) => {
        end(notStarted(error));
      });
      // Not at its exit: what it wrote before may still be on its way.
      child.once('close', (status, signal) => {
        end(endedError(signal === null ? `status ${status ?? 0}` : `signal ${signal}`));
      });
    });
    const stream = streamOf(child);
    this.channel =
      stream &&
      new ModelChannel(stream, (fields, tensors) => {
        this.settle(fields, tensors);
      });
  }

  /**
   * Loads the model. `workerFile` is the bundled modelWorker.ts. Throws Triton's error when ONNX Runtime refuses the file, or dies of
   * it, and when the signal ends a load that takes too long for whoever waits.
   */
  static async start(workerFile: string, { file, threads }: WorkerStart, signal: AbortSignal): Promise<ModelInstance> {
    const child = spawn(process.execPath, [workerFile, MODEL_PROCESS], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      windowsHide: true,
    });
    const instance = new ModelInstance(child);
    const abort = (): void => {
      child.kill('SIGKILL');
    };
    signal.addEventListener('abort', abort);
    if (signal.aborted) {
      abort();
    }
    try {
      const { message } = await instance.ask({ kind: 'load', file, threads }, []);
      if (message.kind === 'ready') {
        instance.model = message.model;
      }
      return instance;
    } catch (error) {
      await instance.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  get hasEnded(): boolean {
    return this.gone !== undefined;
  }

  /** One request after the other: whoever uses it does not start two at once. */
  async run(inputs: readonly WireTensor[], outputs: readonly string[]): Promise<RunResult> {
    const { message, tensors } = await this.ask({ kind: 'run', outputs }, inputs);
    if (message.kind !== 'done') {
      throw internal('the process of the model answered something else');
    }
    return { outputs: tensors, times: message.times };
  }

  /** What runs fails. */
  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private ask(
    fields: Readonly<Record<string, unknown>>,
    tensors: readonly WireTensor[],
  ): Promise<{ readonly message: WorkerMessage; readonly tensors: readonly WireTensor[] }> {
    if (this.gone !== undefined) {
      return Promise.reject(this.gone);
    }
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.channel?.send(fields, tensors);
    });
  }

  private settle(fields: Fields, tensors: readonly WireTensor[]): void {
    const { waiting } = this;
    this.waiting = undefined;
    const message = workerMessageOf(fields);
    if (message.kind === 'failed') {
      waiting?.reject(internal(`onnx runtime error: ${message.reason}`));
    } else {
      waiting?.resolve({ message, tensors });
    }
  }

  private fail(why: TritonError): void {
    this.gone ??= why;
    this.waiting?.reject(why);
    this.waiting = undefined;
  }
}

/** Node gives a child no streams at all when the system has no room for its process; its types do not know that. */
function streamOf({ stdio }: { readonly stdio?: ChildProcess['stdio'] }): Duplex | undefined {
  const stream = stdio?.[CHANNEL];
  return stream instanceof Duplex ? stream : undefined;
}

function notStarted(error: Error): TritonError {
  const isFull = ['EMFILE', 'ENFILE', 'EAGAIN'].includes(errorCode(error) ?? '');
  const why = isFull ? `no more processes or files can be opened (${error.message})` : error.message;
  return internal(`the process that runs the model could not be started: ${byteTextOf(why)}`);
}

function endedError(why: string): TritonError {
  return internal(`onnx runtime error: the process that runs the model ended with ${byteTextOf(why)}`);
}
