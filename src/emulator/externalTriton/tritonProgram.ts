import { wait } from '../../base/wait';
import type { InferenceServer, StartInferenceServer } from '../inferenceServer';
import { forwardTo, type Forwarder } from './forwardTo';
import type { StartedProcesses } from './startedProcesses';
import { startTritonProcess, TritonNotReady, type ProcessOptions, type TritonProcess } from './tritonProcess';

/** Between two starts of a server that ends by itself, milliseconds: doubled each time until it has run for a while, as Kubernetes does it. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
const LONG_RUN = 10 * 60_000;

/** Runs each deployment on a process of its own of the program, started again when it ends by itself. */
export function tritonProgram(program: string, processes: StartedProcesses): StartInferenceServer {
  return async (repository, log, signal) => {
    const options = { program, repository, log, processes };
    try {
      return new KeptTriton(options, await startTritonProcess(options, signal));
    } catch (error) {
      if (error instanceof TritonNotReady) {
        return { failures: error.failures, handle: () => undefined, close: () => Promise.resolve() };
      }
      throw error;
    }
  };
}

class KeptTriton implements InferenceServer {
  readonly failures = [];
  private readonly closing = new AbortController();
  private readonly kept: Promise<void>;
  private forwarder: Forwarder;

  constructor(
    private readonly options: ProcessOptions,
    private current: TritonProcess,
  ) {
    this.forwarder = forwardTo(current.base);
    this.kept = this.keepRunning();
  }

  readonly handle: InferenceServer['handle'] = (request, response) => {
    this.forwarder.forward(request, response);
  };

  async close(): Promise<void> {
    this.closing.abort();
    await this.current.stop();
    await this.kept;
    this.forwarder.close();
  }

  private get isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  /** Ends when this is closed. */
  private async keepRunning(): Promise<void> {
    const { signal } = this.closing;
    let pause = FIRST_PAUSE;
    let run = await this.untilEnd();
    while (!this.isClosing) {
      pause = run.milliseconds >= LONG_RUN ? FIRST_PAUSE : pause;
      this.options.log(`${run.how} It is started again in ${pause / 1000} s.`);
      try {
        await wait(pause, signal);
        await this.startAgain(signal);
        run = await this.untilEnd();
      } catch (error) {
        // What it wrote is in the log already: one line of it is enough. Or this was closed in the meantime.
        const [why = ''] = error instanceof Error ? error.message.split('\n') : [];
        run = { how: `The Triton server did not come up: ${why}`, milliseconds: 0 };
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  private async untilEnd(): Promise<{ readonly how: string; readonly milliseconds: number }> {
    const started = Date.now();
    const how = await this.current.ended;
    return { how: `The Triton server has ended by itself (${how}).`, milliseconds: Date.now() - started };
  }

  private async startAgain(signal: AbortSignal): Promise<void> {
    this.current = await startTritonProcess(this.options, signal);
    this.forwarder.close();
    this.forwarder = forwardTo(this.current.base);
  }
}
