import { platformsOf } from '../../../documents/pbtxt/backends';
import type { DynamicBatching, ModelConfig, QueuePolicy, SequenceBatching, TensorConfig } from '../../../documents/pbtxt/modelConfig';
import { invalidArgument } from '../tritonError';
import { checkEnsemble } from './checkEnsemble';

/** What Triton checks of a configuration alone, in its order (core, model_config_utils.cc, ValidateModelConfig). Throws at the first fault. */
export function checkConfig(config: ModelConfig): void {
  const { name, backend, platform } = config;
  if (backend === '' && platform !== 'ensemble') {
    throw invalidArgument(`unexpected platform type '${platform}' for ${name}`);
  }
  if (backend !== '' && platform === 'ensemble') {
    throw invalidArgument(`Ensemble model '${name}' must have platform type 'ensemble' and empty backend type`);
  }
  const own = platformsOf(backend);
  if (own !== undefined && !own.includes(platform)) {
    throw invalidArgument(`unexpected 'platform' and 'backend' pair, got:${platform}, ${backend}`);
  }
  if (config.maxBatchSize < 0) {
    throw invalidArgument(`'max_batch_size' must be non-negative value for ${name}`);
  }
  if (config.dynamicBatching !== undefined) {
    checkDynamicBatching(config.dynamicBatching, config);
  }
  if (config.sequenceBatching !== undefined) {
    checkSequenceBatching(config.sequenceBatching, name);
  }
  checkEnsemble(config);
}

/** Inputs and outputs, which Triton checks once the backend has completed them (ValidateModelIOConfig). */
export function checkTensors(config: ModelConfig): void {
  for (const input of config.inputs) {
    checkTensor(input, config, 'input');
    const hasFormat = input.format === 'FORMAT_NHWC' || input.format === 'FORMAT_NCHW';
    if (hasFormat && input.dims.length !== 3) {
      throw invalidArgument('model input NHWC/NCHW require 3 dims');
    }
  }
  for (const output of config.outputs) {
    checkTensor(output, config, 'output');
  }
}

function checkDynamicBatching(batching: DynamicBatching, { name, maxBatchSize }: ModelConfig): void {
  for (const size of batching.preferredBatchSizes) {
    if (size <= 0) {
      throw invalidArgument(`dynamic batching preferred size must be positive for ${name}`);
    }
    if (size > maxBatchSize) {
      throw invalidArgument(`dynamic batching preferred size must be <= max batch size for ${name}`);
    }
  }
  checkPriorities(batching, name);
}

function checkPriorities(batching: DynamicBatching, name: string): void {
  const { priorityLevels: levels, defaultPriorityLevel } = batching;
  if (levels > 0 && (defaultPriorityLevel === 0 || defaultPriorityLevel > levels)) {
    throw invalidArgument(`default priority level must be in range [1, ${levels}] for ${name}`);
  }
  if (levels > 0 && [...batching.priorityQueuePolicies.keys()].some((level) => level === 0 || level > levels)) {
    throw invalidArgument(`priority queue policy must have priority level in range [1, ${levels}] for ${name}`);
  }
  if (batching.preserveOrdering && levels > 1) {
    throw invalidArgument(`Only one priority level is allowed when 'preserve_ordering' is true for ${name}`);
  }
  if (batching.preserveOrdering && [batching.defaultQueuePolicy, ...batching.priorityQueuePolicies.values()].some(delays)) {
    throw invalidArgument(`Queue policy can not have DELAY as timeout action when 'preserve_ordering' is true for ${name}`);
  }
}

function delays(policy: QueuePolicy): boolean {
  return policy.defaultTimeoutMicroseconds !== 0 && policy.timeoutAction === 'DELAY';
}

function checkSequenceBatching(batching: SequenceBatching, name: string): void {
  const tensors = new Set<string>();
  const kinds = new Set<string>();
  for (const { tensor, kind, falseTrue, dataType } of batching.controls) {
    if (tensor === '') {
      throw invalidArgument(`sequence batching control tensor must have a name for ${name}`);
    }
    if (tensors.has(tensor)) {
      throw invalidArgument(`sequence batching control tensor '${tensor}' is specified for multiple control kinds for ${name}`);
    }
    if (kinds.has(kind)) {
      throw invalidArgument(`sequence batching specifies multiple ${kind} tensors for ${name}`);
    }
    if (kind === 'CONTROL_SEQUENCE_CORRID') {
      checkCorrelationType(dataType, name);
    } else if (falseTrue === undefined) {
      throw invalidArgument(
        `sequence batching must specify either 'int32_false_true', 'fp32_false_true' or 'bool_false_true' for ${kind} for ${name}`,
      );
    }
    tensors.add(tensor);
    kinds.add(kind);
  }
}

function checkCorrelationType(dataType: string, name: string): void {
  if (!['TYPE_UINT64', 'TYPE_INT64', 'TYPE_UINT32', 'TYPE_INT32', 'TYPE_STRING'].includes(dataType)) {
    throw invalidArgument(
      `unexpected data type for control CONTROL_SEQUENCE_CORRID for ${name}. Allowed data types are TYPE_UINT64, TYPE_INT64, ` +
        'TYPE_UINT32, TYPE_INT32 and TYPE_STRING',
    );
  }
}

function checkTensor(tensor: TensorConfig, { name: model, maxBatchSize }: ModelConfig, kind: 'input' | 'output'): void {
  const fail = (text: string): never => {
    throw invalidArgument(`model ${kind} ${text} for ${model}`);
  };
  const { name, dims, reshape } = tensor;
  if (name === '') {
    fail(`must specify 'name'`);
  }
  if (tensor.dataType === 'TYPE_INVALID') {
    fail(`'${name}' must specify 'data_type'`);
  }
  if (dims.length === 0) {
    fail(`'${name}' must specify 'dims'`);
  }
  if (reshape?.length === 0 && maxBatchSize === 0) {
    fail(`'${name}' cannot have empty reshape for non-batching model as scalar tensors are not supported`);
  }
  if (!dims.every(isDimension)) {
    fail(`'${name}' dimension must be integer >= 1, or -1 to indicate a variable-size dimension`);
  }
  if (reshape !== undefined) {
    checkReshape(tensor, reshape, fail);
  }
}

function checkReshape({ name, dims }: TensorConfig, reshape: readonly number[], fail: (text: string) => never): void {
  if (!reshape.every(isDimension)) {
    fail(`'${name}' reshape dimensions must be integer >= 1, or -1 to indicate a variable-size dimension`);
  }
  const [outer, inner] = [fixedParts(dims), fixedParts(reshape)];
  if (outer.length !== inner.length) {
    const eitherFixed = outer.length === 1 || inner.length === 1;
    fail(`'${name}' has different ${eitherFixed ? 'size' : 'number of variable-size dimensions'} for dims and reshape`);
  }
  if (outer.some((size, i) => size !== inner[i])) {
    fail(`'${name}' has different size for dims and reshape`);
  }
}

/** Products of the fixed dimensions before, between and after the variable ones. */
function fixedParts(dims: readonly number[]): number[] {
  return dims.reduce<number[]>((parts, dim) => (dim === -1 ? [...parts, 1] : [...parts.slice(0, -1), (parts.at(-1) ?? 1) * dim]), [1]);
}

function isDimension(dim: number): boolean {
  return dim >= 1 || dim === -1;
}
