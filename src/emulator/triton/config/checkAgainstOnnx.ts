import type { ModelConfig, TensorConfig } from '../../../documents/pbtxt/modelConfig';
import type { RaggedBatching } from '../model/raggedBatch';
import { internal, invalidArgument } from '../tritonError';
import { dimsText, modelShapeOf, type OnnxModel, type OnnxTensor } from './onnxTensors';

/** Checks of the ONNX Runtime backend: the configuration against the model file (onnxruntime.cc, ValidateInputs and ValidateOutputs). */
export function checkAgainstOnnx(config: ModelConfig, model: OnnxModel, ragged: RaggedBatching): void {
  const { controls = [], states = [] } = config.sequenceBatching ?? {};
  const expected = config.inputs.filter((input) => !input.optional).length + controls.length + states.length + ragged.batchInputs.length;
  const optional = config.inputs.some((input) => input.optional);
  if (optional ? model.inputs.length < expected : model.inputs.length !== expected) {
    throw invalidArgument(
      `unable to load model '${config.name}', configuration expects ${expected} inputs, model provides ${model.inputs.length}`,
    );
  }
  checkSequenceTensors(config, model);
  for (const input of config.inputs) {
    if (input.optional && config.maxBatchSize > 0) {
      throw invalidArgument(`optional input '${input.name}' is not supported for models that support batching`);
    }
    const real = find(input, model.inputs, 'input');
    if (ragged.inputs.has(input.name)) {
      checkRagged(real, config.name);
    }
    checkTensor(input, real, { config, kind: 'input', anyShape: ragged.inputs.has(input.name) });
  }
  for (const output of config.outputs) {
    checkTensor(output, find(output, model.outputs, 'output'), { config, kind: 'output', anyShape: ragged.outputs.has(output.name) });
  }
}

/** What the sequence batcher feeds and reads beside the client's tensors. */
function checkSequenceTensors({ name: model, sequenceBatching }: ModelConfig, { inputs, outputs }: OnnxModel): void {
  const { controls = [], states = [] } = sequenceBatching ?? {};
  for (const { tensor } of controls) {
    if (!inputs.some((input) => input.name === tensor)) {
      throw internal(
        `unable to load model '${model}', configuration specified sequence control '${tensor}', but model does not provide that input`,
      );
    }
  }
  for (const { inputName, outputName } of states) {
    if (!inputs.some(({ name }) => name === inputName) || !outputs.some(({ name }) => name === outputName)) {
      throw internal(
        `unable to load model '${model}', configuration specified state '${inputName}' and '${outputName}', but model does not provide them`,
      );
    }
  }
}

interface Place {
  readonly config: ModelConfig;
  readonly kind: 'input' | 'output';
  /** The configuration's shape is not the model's. */
  readonly anyShape: boolean;
}

/** Requests come one after the other, as one dimension. */
function checkRagged({ name, dims }: OnnxTensor, model: string): void {
  if (dims.length !== 1 || dims[0] !== -1) {
    throw invalidArgument(
      `unable to load model '${model}', configuration expects model provides input with shape [-1]  for ragged input '${name}', model provides ${dimsText(dims)}`,
    );
  }
}

function find(tensor: TensorConfig, among: readonly OnnxTensor[], kind: Place['kind']): OnnxTensor {
  const found = among.find((one) => one.name === tensor.name);
  if (found === undefined) {
    const allowed = among.map((one) => one.name).sort();
    throw invalidArgument(`unexpected inference ${kind} '${tensor.name}', allowed ${kind}s are: ${allowed.join(', ')}`);
  }
  return found;
}

function checkTensor(tensor: TensorConfig, real: OnnxTensor, { config, kind, anyShape }: Place): void {
  const { name: model, maxBatchSize } = config;
  if (!real.isTensor) {
    throw internal(`Unsupported ONNX Type 'ONNX_TYPE_UNKNOWN' for I/O '${real.name}', expected 'ONNX_TYPE_TENSOR'.`);
  }
  if (tensor.dataType !== real.dataType) {
    throw invalidArgument(
      `unable to load model '${model}', configuration expects datatype ${tensor.dataType} for ${kind} '${tensor.name}', model provides ${real.dataType}`,
    );
  }
  if (anyShape) {
    return;
  }
  if (maxBatchSize > 0 && real.dims[0] !== -1) {
    throw invalidArgument(
      `model '${model}', tensor '${tensor.name}': for the model to support batching the shape should have at least 1 dimension and the first ` +
        `dimension must be -1; but shape expected by the model is ${dimsText(real.dims)}`,
    );
  }
  if (real.dims.length === 0 && maxBatchSize === 0) {
    checkScalar(tensor, model);
    return;
  }
  const shape = modelShapeOf(tensor, maxBatchSize);
  const agrees =
    shape.length === real.dims.length && shape.every((dim, i) => dim === real.dims[i] || (kind === 'input' && real.dims[i] === -1));
  if (!agrees) {
    const why =
      maxBatchSize > 0
        ? ' (an initial batch dimension because max_batch_size > 0 followed by the explicit tensor shape, making complete'
        : ' (';
    throw invalidArgument(
      `model '${model}', tensor '${tensor.name}': the model expects ${real.dims.length} dimensions (shape ${dimsText(real.dims)}) but the model ` +
        `configuration specifies ${shape.length} dimensions${why}${maxBatchSize > 0 ? ' ' : ''}shape ${dimsText(shape)})`,
    );
  }
}

function checkScalar(tensor: TensorConfig, model: string): void {
  const shape = tensor.reshape ?? tensor.dims;
  if (shape.some((dim) => dim !== 1)) {
    throw invalidArgument(
      `unable to load model '${model}', scalar tensor '${tensor.name}', should only provide 1 in the model configuration when the model doesn't ` +
        `support batching. Model configuration provided: ${dimsText(shape)}.`,
    );
  }
}
