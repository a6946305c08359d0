import type { OnnxHeader, OnnxTensor } from '../../documents/onnx/onnxHeader';
import type { ModelConfig } from '../../documents/pbtxt/modelConfig';
import type { ModelFolder } from './modelFolder';

/** A tensor of a model as clients and ensembles see it. */
export interface TensorFacts {
  readonly name: string;
  readonly dataType: string;
  /** Without the batch dimension when the model batches; -1 = the request decides. */
  readonly dims: readonly number[];
  /** Shape of the model itself where it differs. */
  readonly reshape?: readonly number[] | undefined;
  readonly optional?: boolean;
}

/** The part of a configuration that the ONNX Runtime backend completes. */
export interface CompletedTensors {
  readonly maxBatchSize: number;
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  /** dynamic_batching is added because batches are possible and nothing else schedules. */
  readonly addsDynamicBatching: boolean;
}

/** The ONNX Runtime backend's default-max-batch-size. */
const DEFAULT_MAX_BATCH_SIZE = 4;

export function canBatch({ inputs, outputs }: OnnxHeader): boolean {
  return [...inputs, ...outputs].every((tensor) => tensor.dims[0] === -1);
}

/** Whether the model works on batches in the end: where inputs and outputs are not both listed, the backend may decide it. */
export function batches(config: ModelConfig, header: OnnxHeader): boolean {
  return completeFromOnnx(config, header).maxBatchSize > 0;
}

/** Fills in what a configuration leaves to the model file (onnxruntime_backend, src/onnxruntime.cc, AutoCompleteConfig). */
export function completeFromOnnx(config: ModelConfig, header: OnnxHeader): CompletedTensors {
  const isListed = config.inputs.length > 0 && config.outputs.length > 0;
  if (isListed) {
    return { maxBatchSize: config.maxBatchSize, inputs: config.inputs, outputs: config.outputs, addsDynamicBatching: false };
  }
  const maxBatchSize = config.maxBatchSize === 0 && canBatch(header) ? DEFAULT_MAX_BATCH_SIZE : config.maxBatchSize;
  const hasScheduler = config.dynamicBatching ?? config.sequenceBatching ?? config.ensembleSteps;
  const completed = (tensors: readonly OnnxTensor[]): TensorFacts[] => tensors.map((tensor) => completedTensor(tensor, maxBatchSize > 0));
  return {
    maxBatchSize,
    inputs: config.inputs.length > 0 ? config.inputs : completed(header.inputs),
    outputs: config.outputs.length > 0 ? config.outputs : completed(header.outputs),
    addsDynamicBatching: maxBatchSize > 1 && hasScheduler === undefined,
  };
}

function completedTensor({ name, dataType, dims }: OnnxTensor, isBatched: boolean): TensorFacts {
  const rest = isBatched ? dims.slice(1) : dims;
  // One number for each batch entry: dims may not be empty, so the model's own shape goes into a reshape.
  return rest.length > 0 ? { name, dataType, dims: rest } : { name, dataType, dims: [1], reshape: [] };
}

/** What is known of a model's tensors from its configuration and its ONNX file; undefined when its backend decides at load. */
export function tensorsOfModel({ document, onnx }: ModelFolder): CompletedTensors | undefined {
  const { config } = document;
  const header = [...onnx.values()].map(({ reading }) => reading).find((reading) => reading.kind === 'model')?.header;
  if (header !== undefined) {
    return completeFromOnnx(config, header);
  }
  const isListed = config.inputs.length > 0 && config.outputs.length > 0;
  return isListed && document.isWhole
    ? { maxBatchSize: config.maxBatchSize, inputs: config.inputs, outputs: config.outputs, addsDynamicBatching: false }
    : undefined;
}
