import type { ModelConfig, TensorConfig } from '../../../documents/pbtxt/modelConfig';
import { elementCount, elementWidth } from '../../../inference/kserve/dataTypes';
import { packBytes, unpackBytes } from '../../../inference/kserve/tensorBytes';
import type { OnnxModel } from '../config/onnxTensors';
import { internal, invalidArgument } from '../tritonError';
import type { InferenceRequest, InferenceResult, WireTensor } from './inferenceRequest';
import type { ModelInstance } from './modelInstance';
import type { ModelStatistics } from './modelStatistics';
import { batchTensors, joinedRagged, scatteredShapes, type RaggedBatching } from './raggedBatch';

export interface ExecutionContext {
  readonly config: ModelConfig;
  readonly statistics: ModelStatistics;
  readonly ragged: RaggedBatching;
}

/** Tensors that the scheduler adds to each request, such as the controls of a sequence. */
export type AddedTensors = readonly WireTensor[];

/**
 * Runs requests together on an instance: one execution, inputs joined along the batch dimension, outputs cut apart again.
 * Counts what happened. Throws when the model fails, and then for all of them.
 */
export async function execute(
  requests: readonly InferenceRequest[],
  instance: ModelInstance,
  { config, statistics, ragged }: ExecutionContext,
  added: AddedTensors = [],
): Promise<InferenceResult[]> {
  const started = process.hrtime.bigint();
  try {
    const inputs = joined(requests, ragged).map((tensor) =>
      ragged.inputs.has(tensor.name) ? tensor : toModel(tensor, config, instance.model),
    );
    const wanted = outputsFor(requests, instance.model);
    const { outputs, times } = await instance.run([...inputs, ...batchTensors(ragged, requests), ...added], wanted);
    const results = splitResults(
      requests,
      outputs.map((tensor) => fromModel(tensor, config)),
      ragged,
    );
    const ended = process.hrtime.bigint();
    const parts = { input: times.inferStart - started, infer: times.inferEnd - times.inferStart, output: ended - times.inferEnd };
    statistics.executed(
      requests.reduce((sum, request) => sum + Math.max(1, request.batchSize), 0),
      parts,
    );
    for (const request of requests) {
      statistics.succeeded(request.batchSize, { ...parts, queue: started - request.arrived, total: ended - request.arrived });
    }
    return results;
  } catch (error) {
    const ended = process.hrtime.bigint();
    for (const request of requests) {
      statistics.failed(ended - request.arrived);
    }
    throw error;
  }
}

/** The union of the wanted outputs, in the order of the model file. */
function outputsFor(requests: readonly InferenceRequest[], model: OnnxModel): string[] {
  const wanted = new Set(requests.flatMap((request) => request.outputs));
  return model.outputs.map((output) => output.name).filter((name) => wanted.has(name));
}

function joined(requests: readonly InferenceRequest[], ragged: RaggedBatching): readonly WireTensor[] {
  const [first] = requests;
  if (first === undefined) {
    return [];
  }
  return first.inputs.map((tensor) => {
    const parts = requests.length === 1 ? [tensor] : requests.map((request) => inputOf(request, tensor.name));
    if (ragged.inputs.has(tensor.name)) {
      return joinedRagged(parts);
    }
    if (parts.length === 1) {
      return tensor;
    }
    const shape = [parts.reduce((total, part) => total + (part.shape[0] ?? 0), 0), ...tensor.shape.slice(1)];
    return { ...tensor, shape, bytes: Buffer.concat(parts.map(({ bytes }) => bytes)) };
  });
}

function inputOf(request: InferenceRequest, name: string): WireTensor {
  const tensor = request.inputs.find((one) => one.name === name);
  if (tensor === undefined) {
    throw internal(`a request without input '${name}' was put into a batch of requests that have it`);
  }
  return tensor;
}

function splitResults(requests: readonly InferenceRequest[], outputs: readonly WireTensor[], ragged: RaggedBatching): InferenceResult[] {
  const perOutput = outputs.map((tensor) => {
    const shapes = scatteredShapes(ragged, tensor.name, requests);
    return shapes === undefined && requests.length === 1 ? [tensor] : split(tensor, shapes ?? batchShapes(tensor, requests));
  });
  return requests.map((request, index) => ({
    outputs: perOutput.flatMap((parts) => parts.slice(index, index + 1)).filter((tensor) => request.outputs.includes(tensor.name)),
  }));
}

/** Each request's share of the first dimension. */
function batchShapes({ name, shape }: WireTensor, requests: readonly InferenceRequest[]): number[][] {
  const [total = 0, ...rest] = shape;
  const sum = requests.reduce((all, { batchSize }) => all + batchSize, 0);
  if (total !== sum) {
    throw internal(`output '${name}' has ${total} entries for a batch of ${sum}`);
  }
  return requests.map(({ batchSize }) => [batchSize, ...rest]);
}

/** Cuts a tensor into parts of these shapes. */
function split(tensor: WireTensor, shapes: readonly (readonly number[])[]): WireTensor[] {
  const sizes = shapes.map((shape) => elementCount(shape) ?? 0);
  const total = elementCount(tensor.shape) ?? 0;
  if (sizes.reduce((sum, size) => sum + size, 0) > total) {
    throw internal(`output '${tensor.name}' has ${total} elements, which is less than its requests should get`);
  }
  const unpacked = tensor.datatype === 'BYTES' ? unpackBytes(tensor.bytes, total).elements : undefined;
  const width = tensor.datatype === 'BYTES' ? 0 : elementWidth(tensor.datatype);
  let at = 0;
  return shapes.map((shape, index) => {
    const [from, to] = [at, at + (sizes[index] ?? 0)];
    at = to;
    const bytes = unpacked === undefined ? tensor.bytes.subarray(from * width, to * width) : packBytes(unpacked.slice(from, to));
    return { ...tensor, shape, bytes };
  });
}

/** The client's shape -> the model's: a reshape takes the place of dims, and a scalar has no dimension. */
function toModel(tensor: WireTensor, config: ModelConfig, model: OnnxModel): WireTensor {
  checkStrings(tensor);
  const spec = config.inputs.find((input) => input.name === tensor.name);
  if (spec?.reshape !== undefined) {
    return { ...tensor, shape: reshaped(tensor.shape, { from: spec.dims, to: spec.reshape, config }) };
  }
  const isScalar = model.inputs.find((input) => input.name === tensor.name)?.dims.length === 0;
  return isScalar ? { ...tensor, shape: [] } : tensor;
}

/** The backend's own check of BYTES: the last element must not reach beyond the tensor. */
function checkStrings({ name, datatype, shape, bytes }: WireTensor): void {
  const { rest } = datatype === 'BYTES' ? unpackBytes(bytes, elementCount(shape) ?? 0) : { rest: 0 };
  if (rest >= 4) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + bytes.byteLength - rest).getUint32(0, true);
    throw invalidArgument(
      `incomplete string data for inference input '${name}', expecting string of length ${length} but only ${rest - 4} bytes available`,
    );
  }
}

/** The model's shape -> the client's. */
function fromModel(tensor: WireTensor, config: ModelConfig): WireTensor {
  const spec: TensorConfig | undefined = config.outputs.find((output) => output.name === tensor.name);
  if (spec?.reshape !== undefined) {
    return { ...tensor, shape: reshaped(tensor.shape, { from: spec.reshape, to: spec.dims, config }) };
  }
  return tensor.shape.length === 0 ? { ...tensor, shape: [1] } : tensor;
}

interface Reshape {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly config: ModelConfig;
}

/** The variable dimensions keep their order; all others are the new shape's own. */
function reshaped(shape: readonly number[], { from, to, config }: Reshape): number[] {
  const batch = config.maxBatchSize > 0 ? shape.slice(0, 1) : [];
  const inner = shape.slice(batch.length);
  const variable = inner.filter((_, index) => from[index] === -1);
  return [...batch, ...to.map((dim) => (dim === -1 ? (variable.shift() ?? 0) : dim))];
}
