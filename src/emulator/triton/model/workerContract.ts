import type { OnnxModel } from '../config/onnxTensors';
import type { WireTensor } from './inferenceRequest';

/** What a model worker is started with. */
export interface WorkerStart {
  /** Path of the ONNX file. */
  readonly file: string;
  readonly threads: number;
}

export interface RunRequest {
  readonly id: number;
  readonly inputs: readonly WireTensor[];
  readonly outputs: readonly string[];
}

/** Nanoseconds of the monotonic clock, which all threads share. */
export interface RunTimes {
  readonly inferStart: bigint;
  readonly inferEnd: bigint;
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly model: OnnxModel }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'done'; readonly id: number; readonly outputs: readonly WireTensor[]; readonly times: RunTimes }
  | { readonly kind: 'error'; readonly id: number; readonly reason: string };

/** The memory that can move to the other thread with a message, each block once. */
export function transferList(tensors: readonly Pick<WireTensor, 'bytes'>[]): ArrayBuffer[] {
  return [...new Set(tensors.map((tensor) => tensor.bytes.buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}
