import { Fields, numberOf, textOf } from '../../../base/decode';
import type { OnnxModel, OnnxTensor } from '../config/onnxTensors';
import type { WireTensor } from './inferenceRequest';

/** First argument of the worker when it is the process of a model instance. */
export const MODEL_PROCESS = 'model';
/** File descriptor of the connection in that process. */
export const CHANNEL = 3;

/** What the process of a model instance is told first. */
export interface WorkerStart {
  /** Path of the ONNX file. */
  readonly file: string;
  readonly threads: number;
}

/** Nanoseconds of the monotonic clock, which all processes of a machine share. */
export interface RunTimes {
  readonly inferStart: bigint;
  readonly inferEnd: bigint;
}

export type RunRequest =
  { readonly kind: 'load'; readonly start: WorkerStart } | { readonly kind: 'run'; readonly outputs: readonly string[] };

export function requestOf(fields: Fields): RunRequest {
  if (fields.text('kind') === 'run') {
    return { kind: 'run', outputs: fields.list('outputs', textOf) };
  }
  return { kind: 'load', start: { file: fields.text('file'), threads: fields.number('threads') } };
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly model: OnnxModel }
  | { readonly kind: 'done'; readonly times: RunTimes }
  /** The file cannot be loaded, or the model fails on a request. */
  | { readonly kind: 'failed'; readonly reason: string };

export function workerMessageOf(fields: Fields): WorkerMessage {
  switch (fields.text('kind')) {
    case 'ready':
      return { kind: 'ready', model: { inputs: fields.list('inputs', onnxTensorOf), outputs: fields.list('outputs', onnxTensorOf) } };
    case 'done':
      return { kind: 'done', times: { inferStart: BigInt(fields.text('inferStart')), inferEnd: BigInt(fields.text('inferEnd')) } };
    default:
      return { kind: 'failed', reason: fields.text('reason') };
  }
}

function onnxTensorOf(raw: unknown, path: string): OnnxTensor {
  const tensor = Fields.of(raw, path);
  return {
    name: tensor.text('name'),
    dataType: tensor.text('dataType'),
    dims: tensor.list('dims', numberOf),
    isTensor: tensor.flag('isTensor'),
  };
}

/** The memory that can move to another thread with a message, each block once. */
export function transferList(tensors: readonly Pick<WireTensor, 'bytes'>[]): ArrayBuffer[] {
  return [...new Set(tensors.map((tensor) => tensor.bytes.buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}
