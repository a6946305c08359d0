import type { ModelConfig, SequenceBatching, SequenceControl } from '../../../documents/pbtxt/modelConfig';
import { bytesOf, elementsOf, packBytes } from '../../../inference/kserve/tensorBytes';
import { elementWidth } from '../../../inference/kserve/dataTypes';
import { invalidArgument } from '../tritonError';
import type { InferenceRequest, InferenceResult, Scheduler, WireTensor } from './inferenceRequest';
import { wireTypeOf } from './ortDataTypes';
import type { QueueScheduler } from './queueScheduler';

/**
 * The sequence batcher: follows which sequences have started and adds the control tensors to their requests. Each request runs by
 * itself. A sequence that nobody continues within max_sequence_idle_microseconds is forgotten.
 */
export class SequenceScheduler implements Scheduler {
  /** Sequence -> when its last request came, milliseconds. */
  private readonly running = new Map<bigint | string, number>();

  constructor(
    private readonly config: ModelConfig,
    private readonly batching: SequenceBatching,
    private readonly inner: QueueScheduler,
  ) {}

  enqueue(request: InferenceRequest): Promise<InferenceResult> {
    const { id, isStart, isEnd } = request.sequence;
    if (id === 0n || id === '') {
      throw invalidArgument(`inference request to model '${this.config.name}' must specify a non-zero or non-empty correlation ID`);
    }
    this.forgetIdle();
    if (!isStart && !this.running.has(id)) {
      throw invalidArgument(
        `inference request for sequence ${id} to model '${this.config.name}' must specify the START flag on the first request of the sequence`,
      );
    }
    if (isEnd) {
      this.running.delete(id);
    } else {
      this.running.set(id, Date.now());
    }
    return this.inner.enqueue(request, this.controls(request));
  }

  close(how: 'drain' | 'now'): Promise<void> {
    return this.inner.close(how);
  }

  private forgetIdle(): void {
    const since = Date.now() - this.batching.maxIdleMicroseconds / 1000;
    for (const [id, last] of this.running) {
      if (last < since) {
        this.running.delete(id);
      }
    }
  }

  private controls({ sequence, batchSize }: InferenceRequest): WireTensor[] {
    const shape = this.config.maxBatchSize > 0 ? [Math.max(1, batchSize), 1] : [1];
    const count = shape[0] ?? 1;
    return this.batching.controls.map((control) => ({ ...controlValue(control, sequence, count), name: control.tensor, shape }));
  }
}

function controlValue(
  { kind, dataType, falseTrue }: SequenceControl,
  sequence: InferenceRequest['sequence'],
  count: number,
): Pick<WireTensor, 'datatype' | 'bytes'> {
  const datatype = wireTypeOf(dataType) ?? 'INT32';
  if (kind === 'CONTROL_SEQUENCE_CORRID') {
    return { datatype, bytes: correlation(datatype, sequence.id, count) };
  }
  const isOn = kind === 'CONTROL_SEQUENCE_READY' || (kind === 'CONTROL_SEQUENCE_START' ? sequence.isStart : sequence.isEnd);
  const value = falseTrue?.[isOn ? 1 : 0] ?? 0;
  return { datatype, bytes: datatype === 'BYTES' ? packBytes([]) : filled(datatype, value, count) };
}

function correlation(datatype: WireTensor['datatype'], id: bigint | string, count: number): Uint8Array {
  if (datatype === 'BYTES') {
    return packBytes(Array.from({ length: count }, () => Buffer.from(String(id), 'latin1')));
  }
  return filled(datatype, typeof id === 'bigint' ? id : 0n, count);
}

function filled(datatype: Exclude<WireTensor['datatype'], 'BYTES'>, value: number | bigint, count: number): Uint8Array {
  const elements = elementsOf(datatype, new Uint8Array(elementWidth(datatype) * count));
  if (elements instanceof BigInt64Array || elements instanceof BigUint64Array) {
    elements.fill(BigInt(value));
  } else {
    elements.fill(Number(value));
  }
  return bytesOf(elements);
}
