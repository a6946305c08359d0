import type { TensorConfig } from '../../../documents/pbtxt/modelConfig';

/** A graph input or output as ONNX Runtime tells it; a symbolic dimension is -1. */
export interface OnnxTensor {
  /** Byte text. */
  readonly name: string;
  /** `TYPE_FP32` …; TYPE_INVALID for what Triton has no type for. */
  readonly dataType: string;
  readonly dims: readonly number[];
  /** False for sequences, maps and optionals. */
  readonly isTensor: boolean;
}

export interface OnnxModel {
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
}

/** Shape that the model must have: the reshape where given, with the batch dimension in front. */
export function modelShapeOf(tensor: TensorConfig, maxBatchSize: number): readonly number[] {
  const shape = tensor.reshape ?? tensor.dims;
  return maxBatchSize > 0 ? [-1, ...shape] : shape;
}

/** Dimensions as Triton writes them in messages. */
export function dimsText(dims: readonly number[]): string {
  return `[${dims.join(',')}]`;
}
