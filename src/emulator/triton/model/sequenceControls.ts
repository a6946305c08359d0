import type { ModelConfig, SequenceControl } from '../../../documents/pbtxt/modelConfig';
import { elementWidth } from '../../../inference/kserve/dataTypes';
import { bytesOf, elementsOf, packBytes } from '../../../inference/kserve/tensorBytes';
import type { InferenceRequest, WireTensor } from './inferenceRequest';
import { wireTypeOf } from './ortDataTypes';

/** The control tensors of a request in its sequence, one value for each entry of its batch. */
export function sequenceControls({ sequenceBatching, maxBatchSize }: ModelConfig, { sequence, batchSize }: InferenceRequest): WireTensor[] {
  const count = Math.max(1, batchSize);
  const shape = maxBatchSize > 0 ? [count, 1] : [1];
  return (sequenceBatching?.controls ?? []).map((control) => ({ ...controlValue(control, sequence, count), name: control.tensor, shape }));
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
