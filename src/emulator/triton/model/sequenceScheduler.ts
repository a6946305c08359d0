import type { ModelConfig, SequenceBatching } from '../../../documents/pbtxt/modelConfig';
import { invalidArgument, TritonError } from '../tritonError';
import type { InferenceRequest, InferenceResult, Scheduler, WireTensor } from './inferenceRequest';
import type { QueueScheduler } from './queueScheduler';
import { sequenceControls } from './sequenceControls';
import type { SequenceStates } from './sequenceStates';

interface Waiting {
  readonly request: InferenceRequest;
  readonly resolve: (result: InferenceResult) => void;
  readonly reject: (error: unknown) => void;
}

interface Sequence {
  readonly id: bigint | string;
  readonly waiting: Waiting[];
  states: readonly WireTensor[];
  /** When its last request came or ended, milliseconds. */
  lastUsed: number;
  isRunning: boolean;
  hasSlot: boolean;
  hasEnded: boolean;
}

/**
 * The sequence batcher (core, sequence_batch_scheduler.cc): a sequence holds one of so many slots from its first request to its last,
 * and one that finds none free waits for a slot with all its requests. Each request runs by itself, those of a sequence in their
 * order. A sequence that nobody continues within max_sequence_idle_microseconds ends.
 */
export class SequenceScheduler implements Scheduler {
  /** Sequences that can be continued. */
  private readonly open = new Map<bigint | string, Sequence>();
  /** Those without a slot, in the order in which they began. */
  private backlog: Sequence[] = [];
  private freeSlots: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: ModelConfig,
    private readonly batching: SequenceBatching,
    private readonly inner: Pick<QueueScheduler, 'enqueue' | 'close'>,
    private readonly states: SequenceStates,
  ) {
    const instances = config.instanceGroups.reduce((sum, group) => sum + group.count, 0);
    this.freeSlots = instances * (batching.oldest?.maxCandidateSequences ?? Math.max(1, config.maxBatchSize));
  }

  enqueue(request: InferenceRequest): Promise<InferenceResult> {
    const { id, isStart, isEnd } = request.sequence;
    if (id === 0n || id === '') {
      throw invalidArgument(`inference request to model '${this.config.name}' must specify a non-zero or non-empty correlation ID`);
    }
    const sequence = this.open.get(id) ?? (isStart ? this.begin(id) : undefined);
    if (sequence === undefined) {
      throw invalidArgument(
        `inference request for sequence ${id} to model '${this.config.name}' must specify the START flag on the first request of the sequence`,
      );
    }
    sequence.lastUsed = Date.now();
    if (isEnd) {
      this.end(sequence);
    }
    return new Promise((resolve, reject) => {
      sequence.waiting.push({ request, resolve, reject });
      if (sequence.hasSlot) {
        this.advance(sequence);
      } else if (request.timeoutMicroseconds > 0) {
        setTimeout(() => {
          this.giveUp(sequence);
        }, request.timeoutMicroseconds / 1000).unref();
      }
    });
  }

  async close(how: 'drain' | 'now'): Promise<void> {
    clearTimeout(this.timer);
    for (const sequence of this.backlog.splice(0)) {
      failAll(sequence, new TritonError('UNAVAILABLE', `Model '${this.config.name}' is being unloaded`));
    }
    await this.inner.close(how);
  }

  private begin(id: bigint | string): Sequence {
    const hasSlot = this.freeSlots > 0;
    const sequence: Sequence = { id, waiting: [], states: [], lastUsed: Date.now(), isRunning: false, hasSlot, hasEnded: false };
    this.open.set(id, sequence);
    if (hasSlot) {
      this.freeSlots -= 1;
    } else {
      this.backlog.push(sequence);
    }
    this.watch();
    return sequence;
  }

  /** Nothing more can follow; what waits is still answered. */
  private end(sequence: Sequence): void {
    sequence.hasEnded = true;
    this.open.delete(sequence.id);
  }

  private advance(sequence: Sequence): void {
    const next = sequence.isRunning ? undefined : sequence.waiting.shift();
    if (next === undefined) {
      if (!sequence.isRunning && sequence.hasEnded && sequence.hasSlot) {
        this.release(sequence);
      }
      return;
    }
    sequence.isRunning = true;
    void this.run(sequence, next.request) // Its failures reach the request.
      .then(next.resolve, next.reject)
      .finally(() => {
        sequence.isRunning = false;
        sequence.lastUsed = Date.now();
        this.advance(sequence);
      });
  }

  private async run(sequence: Sequence, request: InferenceRequest): Promise<InferenceResult> {
    const before = request.sequence.isStart ? this.states.initial(request.batchSize) : sequence.states;
    const outputs = [...new Set([...request.outputs, ...this.states.outputs])];
    const result = await this.inner.enqueue({ ...request, outputs }, [...sequenceControls(this.config, request), ...before]);
    sequence.states = this.states.after(result.outputs);
    return { outputs: result.outputs.filter(({ name }) => request.outputs.includes(name)) };
  }

  private release(sequence: Sequence): void {
    sequence.hasSlot = false;
    const next = this.backlog.shift();
    if (next === undefined) {
      this.freeSlots += 1;
      return;
    }
    next.hasSlot = true;
    this.advance(next);
  }

  /** A sequence whose request may not wait any longer for a slot is given up as a whole. */
  private giveUp(sequence: Sequence): void {
    if (!sequence.hasSlot && this.backlog.includes(sequence)) {
      this.backlog = this.backlog.filter((one) => one !== sequence);
      this.end(sequence);
      failAll(sequence, new TritonError('UNAVAILABLE', 'timeout of the corresponding sequence has been expired'));
    }
  }

  /** Ends idle sequences at their time; a timer is set as long as there are any. */
  private watch(): void {
    clearTimeout(this.timer);
    const idle = this.batching.maxIdleMicroseconds / 1000;
    let least = Number.POSITIVE_INFINITY;
    for (const sequence of this.open.values()) {
      const left = sequence.isRunning ? idle : sequence.lastUsed + idle - Date.now();
      if (left > 0) {
        least = Math.min(least, left);
      } else {
        this.end(sequence);
        this.advance(sequence);
      }
    }
    if (Number.isFinite(least)) {
      this.timer = setTimeout(() => {
        this.watch();
      }, least + 1).unref();
    }
  }
}

function failAll(sequence: Sequence, error: TritonError): void {
  for (const { reject } of sequence.waiting.splice(0)) {
    reject(error);
  }
}
