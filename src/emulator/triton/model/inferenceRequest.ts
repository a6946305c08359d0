import type { DataType } from '../../../inference/kserve/tensor';

/** A tensor as its bytes on the wire; BYTES elements carry their lengths. */
export interface WireTensor {
  /** Byte text. */
  readonly name: string;
  readonly datatype: DataType;
  /** With the batch dimension where the model batches. */
  readonly shape: readonly number[];
  /** May lie on memory that other tensors share; nobody writes into it. */
  readonly bytes: Uint8Array;
}

export interface SequencePosition {
  /** 0n and '' stand for none. */
  readonly id: bigint | string;
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/** A request that has passed every check against its model. */
export interface InferenceRequest {
  /** Byte text; '' when the client gave none. */
  readonly id: string;
  readonly inputs: readonly WireTensor[];
  /** Names of the wanted outputs, each once. */
  readonly outputs: readonly string[];
  /** First dimension of every input; 0 when the model does not batch. */
  readonly batchSize: number;
  /** 0 = the model's default. */
  readonly priority: number;
  /** 0 = none. */
  readonly timeoutMicroseconds: number;
  readonly sequence: SequencePosition;
  /** Nanoseconds of the monotonic clock. */
  readonly arrived: bigint;
}

export interface InferenceResult {
  /** In the backend's order. */
  readonly outputs: readonly WireTensor[];
}

/** What stands between HTTP and the instances of one version of a model. */
export interface Scheduler {
  /** Throws a TritonError at once when the request is refused; rejects with one when it runs out of time or the model fails. */
  enqueue(request: InferenceRequest): Promise<InferenceResult>;
  /** Refuses what comes from now on. `drain` answers what is there first; `now` fails it. */
  close(how: 'drain' | 'now'): Promise<void>;
}

/** What Triton's core puts in front of its own messages about a request. */
export function requestPrefix(id: string): string {
  return `[request id: ${id === '' ? '<id_unknown>' : id}] `;
}
