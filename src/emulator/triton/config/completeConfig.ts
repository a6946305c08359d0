import {
  emptyMessage,
  isList,
  isMessage,
  MessageReader,
  withFields,
  type ConfigMessage,
  type ConfigValue,
} from '../../../documents/pbtxt/configMessage';
import { modelConfigOf, type ModelConfig } from '../../../documents/pbtxt/modelConfig';
import { internal, invalidArgument } from '../tritonError';
import type { OnnxModel, OnnxTensor } from './onnxTensors';

/** The ONNX Runtime backend's default-max-batch-size. */
const DEFAULT_MAX_BATCH_SIZE = 4;
/** Types that the backend's completion has no mapping for, so that the configuration then lacks a data_type. */
const notCompleted = new Set(['TYPE_UINT32', 'TYPE_UINT64']);

/** Fills in what the ONNX Runtime backend reads from the model file (onnxruntime_backend, onnxruntime.cc, AutoCompleteConfig). */
export function completeFromOnnx(message: ConfigMessage, model: OnnxModel): ConfigMessage {
  const config = modelConfigOf(message);
  const batchInputs = new MessageReader(message).messages('batch_input').length;
  if (config.inputs.length + batchInputs > 0 && config.outputs.length > 0) {
    return message;
  }
  const maxBatchSize = completedBatchSize(config, model);
  const hasScheduler = config.dynamicBatching ?? config.sequenceBatching ?? config.ensembleSteps;
  const input = config.inputs.length === 0 ? { input: model.inputs.map((tensor) => completed('ModelInput', tensor, maxBatchSize)) } : {};
  const output =
    config.outputs.length === 0 ? { output: model.outputs.map((tensor) => completed('ModelOutput', tensor, maxBatchSize)) } : {};
  const batching = maxBatchSize > 1 && hasScheduler === undefined ? { dynamic_batching: emptyMessage('ModelDynamicBatching') } : {};
  return withFields(message, { max_batch_size: maxBatchSize, ...input, ...output, ...batching });
}

/** A model batches when the first dimension of all its tensors is variable. */
function completedBatchSize({ name, maxBatchSize }: ModelConfig, model: OnnxModel): number {
  const canBatch = [...model.inputs, ...model.outputs].every((tensor) => tensor.dims[0] === -1);
  if (maxBatchSize > 0 && !canBatch) {
    throw internal(`autofill failed for model '${name}': model does not support batching while non-zero max_batch_size is specified`);
  }
  return maxBatchSize === 0 && canBatch ? DEFAULT_MAX_BATCH_SIZE : maxBatchSize;
}

/** What Triton's core adds to every configuration that it loads (model_config_utils.cc, NormalizeModelConfig and NormalizeInstanceGroup). */
export function normalize(message: ConfigMessage): ConfigMessage {
  const config = modelConfigOf(message);
  const isEnsemble = config.ensembleSteps !== undefined;
  const changes: Record<string, ConfigMessage | readonly ConfigValue[]> = {};
  if (!message.fields.has('version_policy')) {
    const latest: ConfigMessage = { type: 'ModelVersionPolicy.Latest', fields: new Map([['num_versions', 1]]) };
    changes['version_policy'] = { type: 'ModelVersionPolicy', fields: new Map([['latest', latest]]) };
  }
  const batching = message.fields.get('dynamic_batching');
  if (config.dynamicBatching?.preferredBatchSizes.length === 0 && config.maxBatchSize > 0 && isMessage(batching)) {
    changes['dynamic_batching'] = withFields(batching, { preferred_batch_size: [config.maxBatchSize] });
  }
  if (!isEnsemble) {
    changes['optimization'] = withPinnedMemory(message.fields.get('optimization'));
    changes['instance_group'] = instanceGroups(message);
  }
  return withFields(message, changes);
}

function completed(type: 'ModelInput' | 'ModelOutput', tensor: OnnxTensor, maxBatchSize: number): ConfigMessage {
  const dims = maxBatchSize > 0 ? tensor.dims.slice(1) : tensor.dims;
  const fields = new Map<string, ConfigValue | readonly ConfigValue[]>([['name', tensor.name]]);
  if (!notCompleted.has(tensor.dataType)) {
    fields.set('data_type', tensor.dataType);
  }
  // A tensor of one number per batch entry: dims may not be empty, so the model's shape goes into a reshape.
  fields.set('dims', dims.length > 0 ? dims.map(BigInt) : [1n]);
  if (dims.length === 0) {
    fields.set('reshape', { type: 'ModelTensorReshape', fields: new Map([['shape', []]]) });
  }
  return { type, fields };
}

function withPinnedMemory(written: unknown): ConfigMessage {
  const policy: ConfigMessage = isMessage(written) ? written : { type: 'ModelOptimizationPolicy', fields: new Map() };
  const enabled: ConfigMessage = { type: 'ModelOptimizationPolicy.PinnedMemoryBuffer', fields: new Map([['enable', true]]) };
  return withFields(policy, {
    input_pinned_memory: policy.fields.get('input_pinned_memory') ?? enabled,
    output_pinned_memory: policy.fields.get('output_pinned_memory') ?? enabled,
  });
}

/** Groups get a name, a kind and a count. This host has no GPU, so KIND_AUTO is KIND_CPU. */
function instanceGroups(message: ConfigMessage): ConfigMessage[] {
  const { name, backend } = modelConfigOf(message);
  // ONNX Runtime and TensorFlow run two instances on a CPU unless the file says otherwise.
  const defaultCount = backend === 'onnxruntime' || backend === 'tensorflow' ? 2 : 1;
  const written = message.fields.get('instance_group');
  const groups = isList(written) ? written.filter(isMessage) : [];
  if (groups.length === 0) {
    return [withFields(emptyMessage('ModelInstanceGroup'), { name, kind: 'KIND_CPU', count: defaultCount })];
  }
  return groups.map((group, index) => instanceGroup(group, { model: name, index, defaultCount }));
}

function instanceGroup(
  group: ConfigMessage,
  { model, index, defaultCount }: { readonly model: string; readonly index: number; readonly defaultCount: number },
): ConfigMessage {
  const read = new MessageReader(group);
  const name = read.text('name') === '' ? `${model}_${index}` : read.text('name');
  const kind = read.enumName('kind', 'KIND_AUTO');
  const count = read.number('count');
  checkGroup(name, kind, read.numbers('gpus'), model);
  return withFields(group, { name, kind: kind === 'KIND_AUTO' ? 'KIND_CPU' : kind, count: count >= 1 ? count : defaultCount });
}

function checkGroup(group: string, kind: string, gpus: readonly number[], model: string): void {
  if (kind === 'KIND_MODEL' && gpus.length > 0) {
    throw invalidArgument(`instance group ${group} of model ${model} has kind KIND_MODEL but specifies one or more GPUs`);
  }
  if ((kind === 'KIND_CPU' || kind === 'KIND_AUTO') && gpus.length > 0) {
    throw invalidArgument(`instance group ${group} of model ${model} has kind KIND_CPU but specifies one or more GPUs`);
  }
  if (kind === 'KIND_GPU') {
    throw invalidArgument(`instance group ${group} of model ${model} has kind KIND_GPU but server does not support GPUs`);
  }
}
