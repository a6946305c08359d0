/** Types of one value in a config.pbtxt; anything else is the name of a message or an enum of this file. */
export type ScalarType = 'string' | 'bool' | 'int32' | 'int64' | 'uint32' | 'uint64' | 'float' | 'double';

export interface FieldType {
  readonly name: string;
  /** Number on the wire. */
  readonly number: number;
  /** A ScalarType, or the name of a message or an enum. */
  readonly type: string;
  readonly shape: 'one' | 'repeated' | 'map';
  /** Type of the keys of a map. */
  readonly key?: ScalarType;
  /** Name of the oneof that the field belongs to. */
  readonly oneof?: string;
}

/**
 * The message that a config.pbtxt holds, and all messages inside it: model_config.proto of triton-inference-server/common
 * (main, 2026-07), without the comments. Field names and numbers are the file format's.
 */
export const ROOT_MESSAGE = 'ModelConfig';

const one = (name: string, number: number, type: string, oneof?: string): FieldType => ({
  name,
  number,
  type,
  shape: 'one',
  ...(oneof === undefined ? {} : { oneof }),
});
const repeated = (name: string, number: number, type: string): FieldType => ({ name, number, type, shape: 'repeated' });
const map = (name: string, number: number, key: ScalarType, type: string): FieldType => ({ name, number, type, shape: 'map', key });

const messages: Readonly<Record<string, readonly FieldType[]>> = {
  ModelConfig: [
    one('name', 1, 'string'),
    one('platform', 2, 'string'),
    one('backend', 17, 'string'),
    one('runtime', 25, 'string'),
    one('version_policy', 3, 'ModelVersionPolicy'),
    one('max_batch_size', 4, 'int32'),
    repeated('input', 5, 'ModelInput'),
    repeated('output', 6, 'ModelOutput'),
    repeated('batch_input', 20, 'BatchInput'),
    repeated('batch_output', 21, 'BatchOutput'),
    one('optimization', 12, 'ModelOptimizationPolicy'),
    one('dynamic_batching', 11, 'ModelDynamicBatching', 'scheduling_choice'),
    one('sequence_batching', 13, 'ModelSequenceBatching', 'scheduling_choice'),
    one('ensemble_scheduling', 15, 'ModelEnsembling', 'scheduling_choice'),
    repeated('instance_group', 7, 'ModelInstanceGroup'),
    one('default_model_filename', 8, 'string'),
    map('cc_model_filenames', 9, 'string', 'string'),
    map('metric_tags', 10, 'string', 'string'),
    map('parameters', 14, 'string', 'ModelParameter'),
    repeated('model_warmup', 16, 'ModelWarmup'),
    one('model_operations', 18, 'ModelOperations'),
    one('model_transaction_policy', 19, 'ModelTransactionPolicy'),
    one('model_repository_agents', 23, 'ModelRepositoryAgents'),
    one('response_cache', 24, 'ModelResponseCache'),
    one('model_metrics', 26, 'ModelMetrics'),
  ],
  ModelVersionPolicy: [
    one('latest', 1, 'ModelVersionPolicy.Latest', 'policy_choice'),
    one('all', 2, 'ModelVersionPolicy.All', 'policy_choice'),
    one('specific', 3, 'ModelVersionPolicy.Specific', 'policy_choice'),
  ],
  'ModelVersionPolicy.Latest': [one('num_versions', 1, 'uint32')],
  'ModelVersionPolicy.All': [],
  'ModelVersionPolicy.Specific': [repeated('versions', 1, 'int64')],
  ModelInput: [
    one('name', 1, 'string'),
    one('data_type', 2, 'DataType'),
    one('format', 3, 'ModelInput.Format'),
    repeated('dims', 4, 'int64'),
    one('reshape', 5, 'ModelTensorReshape'),
    one('is_shape_tensor', 6, 'bool'),
    one('allow_ragged_batch', 7, 'bool'),
    one('optional', 8, 'bool'),
    one('is_non_linear_format_io', 9, 'bool'),
  ],
  ModelTensorReshape: [repeated('shape', 1, 'int64')],
  ModelOutput: [
    one('name', 1, 'string'),
    one('data_type', 2, 'DataType'),
    repeated('dims', 3, 'int64'),
    one('reshape', 5, 'ModelTensorReshape'),
    one('label_filename', 4, 'string'),
    one('is_shape_tensor', 6, 'bool'),
    one('is_non_linear_format_io', 7, 'bool'),
  ],
  BatchInput: [
    one('kind', 1, 'BatchInput.Kind'),
    repeated('target_name', 2, 'string'),
    one('data_type', 3, 'DataType'),
    repeated('source_input', 4, 'string'),
  ],
  BatchOutput: [repeated('target_name', 1, 'string'), one('kind', 2, 'BatchOutput.Kind'), repeated('source_input', 3, 'string')],
  ModelOptimizationPolicy: [
    one('graph', 1, 'ModelOptimizationPolicy.Graph'),
    one('priority', 2, 'ModelOptimizationPolicy.ModelPriority'),
    one('cuda', 3, 'ModelOptimizationPolicy.Cuda'),
    one('execution_accelerators', 4, 'ModelOptimizationPolicy.ExecutionAccelerators'),
    one('input_pinned_memory', 5, 'ModelOptimizationPolicy.PinnedMemoryBuffer'),
    one('output_pinned_memory', 6, 'ModelOptimizationPolicy.PinnedMemoryBuffer'),
    one('gather_kernel_buffer_threshold', 7, 'uint32'),
    one('eager_batching', 8, 'bool'),
  ],
  'ModelOptimizationPolicy.Graph': [one('level', 1, 'int32')],
  'ModelOptimizationPolicy.Cuda': [
    one('graphs', 1, 'bool'),
    one('busy_wait_events', 2, 'bool'),
    repeated('graph_spec', 3, 'ModelOptimizationPolicy.Cuda.GraphSpec'),
    one('output_copy_stream', 4, 'bool'),
  ],
  'ModelOptimizationPolicy.Cuda.GraphSpec': [
    one('batch_size', 1, 'int32'),
    map('input', 2, 'string', 'ModelOptimizationPolicy.Cuda.GraphSpec.Shape'),
    one('graph_lower_bound', 3, 'ModelOptimizationPolicy.Cuda.GraphSpec.LowerBound'),
  ],
  'ModelOptimizationPolicy.Cuda.GraphSpec.Shape': [repeated('dim', 1, 'int64')],
  'ModelOptimizationPolicy.Cuda.GraphSpec.LowerBound': [
    one('batch_size', 1, 'int32'),
    map('input', 2, 'string', 'ModelOptimizationPolicy.Cuda.GraphSpec.Shape'),
  ],
  'ModelOptimizationPolicy.ExecutionAccelerators': [
    repeated('gpu_execution_accelerator', 1, 'ModelOptimizationPolicy.ExecutionAccelerators.Accelerator'),
    repeated('cpu_execution_accelerator', 2, 'ModelOptimizationPolicy.ExecutionAccelerators.Accelerator'),
  ],
  'ModelOptimizationPolicy.ExecutionAccelerators.Accelerator': [one('name', 1, 'string'), map('parameters', 2, 'string', 'string')],
  'ModelOptimizationPolicy.PinnedMemoryBuffer': [one('enable', 1, 'bool')],
  ModelDynamicBatching: [
    repeated('preferred_batch_size', 1, 'int32'),
    one('max_queue_delay_microseconds', 2, 'uint64'),
    one('preserve_ordering', 3, 'bool'),
    one('priority_levels', 4, 'uint64'),
    one('default_priority_level', 5, 'uint64'),
    one('default_queue_policy', 6, 'ModelQueuePolicy'),
    map('priority_queue_policy', 7, 'uint64', 'ModelQueuePolicy'),
  ],
  ModelQueuePolicy: [
    one('timeout_action', 1, 'ModelQueuePolicy.TimeoutAction'),
    one('default_timeout_microseconds', 2, 'uint64'),
    one('allow_timeout_override', 3, 'bool'),
    one('max_queue_size', 4, 'uint32'),
  ],
  ModelSequenceBatching: [
    one('direct', 3, 'ModelSequenceBatching.StrategyDirect', 'strategy_choice'),
    one('oldest', 4, 'ModelSequenceBatching.StrategyOldest', 'strategy_choice'),
    one('max_sequence_idle_microseconds', 1, 'uint64'),
    repeated('control_input', 2, 'ModelSequenceBatching.ControlInput'),
    repeated('state', 5, 'ModelSequenceBatching.State'),
    one('iterative_sequence', 6, 'bool'),
  ],
  'ModelSequenceBatching.StrategyDirect': [one('max_queue_delay_microseconds', 1, 'uint64'), one('minimum_slot_utilization', 2, 'float')],
  'ModelSequenceBatching.StrategyOldest': [
    one('max_candidate_sequences', 1, 'int32'),
    repeated('preferred_batch_size', 2, 'int32'),
    one('max_queue_delay_microseconds', 3, 'uint64'),
    one('preserve_ordering', 4, 'bool'),
  ],
  'ModelSequenceBatching.ControlInput': [one('name', 1, 'string'), repeated('control', 2, 'ModelSequenceBatching.Control')],
  'ModelSequenceBatching.Control': [
    one('kind', 1, 'ModelSequenceBatching.Control.Kind'),
    repeated('int32_false_true', 2, 'int32'),
    repeated('fp32_false_true', 3, 'float'),
    repeated('bool_false_true', 5, 'bool'),
    one('data_type', 4, 'DataType'),
  ],
  'ModelSequenceBatching.State': [
    one('input_name', 1, 'string'),
    one('output_name', 2, 'string'),
    one('data_type', 3, 'DataType'),
    repeated('dims', 4, 'int64'),
    repeated('initial_state', 5, 'ModelSequenceBatching.InitialState'),
    one('use_same_buffer_for_input_output', 6, 'bool'),
    one('use_growable_memory', 7, 'bool'),
  ],
  'ModelSequenceBatching.InitialState': [
    one('data_type', 1, 'DataType'),
    repeated('dims', 2, 'int64'),
    one('zero_data', 3, 'bool', 'state_data'),
    one('data_file', 4, 'string', 'state_data'),
    one('name', 5, 'string'),
  ],
  ModelEnsembling: [repeated('step', 1, 'ModelEnsembling.Step'), one('max_inflight_requests', 2, 'uint32')],
  'ModelEnsembling.Step': [
    one('model_name', 1, 'string'),
    one('model_version', 2, 'int64'),
    map('input_map', 3, 'string', 'string'),
    map('output_map', 4, 'string', 'string'),
    one('model_namespace', 5, 'string'),
  ],
  ModelInstanceGroup: [
    one('name', 1, 'string'),
    one('kind', 4, 'ModelInstanceGroup.Kind'),
    one('count', 2, 'int32'),
    one('rate_limiter', 6, 'ModelRateLimiter'),
    repeated('gpus', 3, 'int32'),
    repeated('secondary_devices', 8, 'ModelInstanceGroup.SecondaryDevice'),
    repeated('profile', 5, 'string'),
    one('passive', 7, 'bool'),
    one('host_policy', 9, 'string'),
  ],
  ModelRateLimiter: [repeated('resources', 1, 'ModelRateLimiter.Resource'), one('priority', 2, 'uint32')],
  'ModelRateLimiter.Resource': [one('name', 1, 'string'), one('global', 2, 'bool'), one('count', 3, 'uint32')],
  'ModelInstanceGroup.SecondaryDevice': [
    one('kind', 1, 'ModelInstanceGroup.SecondaryDevice.SecondaryDeviceKind'),
    one('device_id', 2, 'int64'),
  ],
  ModelParameter: [one('string_value', 1, 'string')],
  ModelWarmup: [
    one('name', 1, 'string'),
    one('batch_size', 2, 'uint32'),
    map('inputs', 3, 'string', 'ModelWarmup.Input'),
    one('count', 4, 'uint32'),
  ],
  'ModelWarmup.Input': [
    one('data_type', 1, 'DataType'),
    repeated('dims', 2, 'int64'),
    one('zero_data', 3, 'bool', 'input_data_type'),
    one('random_data', 4, 'bool', 'input_data_type'),
    one('input_data_file', 5, 'string', 'input_data_type'),
  ],
  ModelOperations: [repeated('op_library_filename', 1, 'string')],
  ModelTransactionPolicy: [one('decoupled', 1, 'bool')],
  ModelRepositoryAgents: [repeated('agents', 1, 'ModelRepositoryAgents.Agent')],
  'ModelRepositoryAgents.Agent': [one('name', 1, 'string'), map('parameters', 2, 'string', 'string')],
  ModelResponseCache: [one('enable', 1, 'bool')],
  ModelMetrics: [repeated('metric_control', 1, 'ModelMetrics.MetricControl')],
  'ModelMetrics.MetricControl': [
    one('metric_identifier', 1, 'ModelMetrics.MetricControl.MetricIdentifier'),
    one('histogram_options', 2, 'ModelMetrics.MetricControl.HistogramOptions', 'metric_options'),
  ],
  'ModelMetrics.MetricControl.MetricIdentifier': [one('family', 1, 'string')],
  'ModelMetrics.MetricControl.HistogramOptions': [repeated('buckets', 1, 'double')],
};

/** Names in the order of their numbers, which begin with 0, the default. */
const enums: Readonly<Record<string, readonly string[]>> = {
  DataType: [
    'TYPE_INVALID',
    'TYPE_BOOL',
    'TYPE_UINT8',
    'TYPE_UINT16',
    'TYPE_UINT32',
    'TYPE_UINT64',
    'TYPE_INT8',
    'TYPE_INT16',
    'TYPE_INT32',
    'TYPE_INT64',
    'TYPE_FP16',
    'TYPE_FP32',
    'TYPE_FP64',
    'TYPE_STRING',
    'TYPE_BF16',
  ],
  'ModelInput.Format': ['FORMAT_NONE', 'FORMAT_NHWC', 'FORMAT_NCHW'],
  'BatchInput.Kind': [
    'BATCH_ELEMENT_COUNT',
    'BATCH_ACCUMULATED_ELEMENT_COUNT',
    'BATCH_ACCUMULATED_ELEMENT_COUNT_WITH_ZERO',
    'BATCH_MAX_ELEMENT_COUNT_AS_SHAPE',
    'BATCH_ITEM_SHAPE',
    'BATCH_ITEM_SHAPE_FLATTEN',
  ],
  'BatchOutput.Kind': ['BATCH_SCATTER_WITH_INPUT_SHAPE'],
  'ModelOptimizationPolicy.ModelPriority': ['PRIORITY_DEFAULT', 'PRIORITY_MAX', 'PRIORITY_MIN'],
  'ModelQueuePolicy.TimeoutAction': ['REJECT', 'DELAY'],
  'ModelSequenceBatching.Control.Kind': [
    'CONTROL_SEQUENCE_START',
    'CONTROL_SEQUENCE_READY',
    'CONTROL_SEQUENCE_END',
    'CONTROL_SEQUENCE_CORRID',
  ],
  'ModelInstanceGroup.Kind': ['KIND_AUTO', 'KIND_GPU', 'KIND_CPU', 'KIND_MODEL'],
  'ModelInstanceGroup.SecondaryDevice.SecondaryDeviceKind': ['KIND_NVDLA'],
};

/** First container release that knows the field; older servers refuse a file that has it. Absent = older than 21.06. */
const since: Readonly<Record<string, string>> = {
  'ModelInstanceGroup.secondary_devices': '21.06',
  'ModelInstanceGroup.host_policy': '21.06',
  'ModelInstanceGroup.passive': '21.06',
  'ModelSequenceBatching.Control.bool_false_true': '21.09',
  'ModelConfig.response_cache': '21.10',
  'ModelSequenceBatching.state': '21.11',
  'ModelInput.optional': '22.01',
  'ModelSequenceBatching.State.initial_state': '22.01',
  'ModelWarmup.count': '22.07',
  'ModelEnsembling.Step.model_namespace': '23.03',
  'ModelSequenceBatching.StrategyOldest.preserve_ordering': '23.08',
  'ModelSequenceBatching.iterative_sequence': '23.11',
  'ModelSequenceBatching.State.use_same_buffer_for_input_output': '23.11',
  'ModelSequenceBatching.State.use_growable_memory': '23.11',
  'ModelConfig.runtime': '24.01',
  'ModelInput.is_non_linear_format_io': '24.08',
  'ModelOutput.is_non_linear_format_io': '24.08',
  'ModelConfig.model_metrics': '24.11',
  'ModelEnsembling.max_inflight_requests': '25.11',
};

/** The same for names of enums that are younger than their enum. */
const valuesSince: Readonly<Record<string, string>> = {
  'DataType.TYPE_BF16': '22.05',
  'BatchInput.Kind.BATCH_ITEM_SHAPE': '22.03',
  'BatchInput.Kind.BATCH_ITEM_SHAPE_FLATTEN': '22.03',
};

const byMessage: ReadonlyMap<string, ReadonlyMap<string, FieldType>> = new Map(
  Object.entries(messages).map(([message, fields]) => [message, new Map(fields.map((field) => [field.name, field]))]),
);

/** Fields of a message by name; undefined when `type` is no message. */
export function fieldsOf(type: string): ReadonlyMap<string, FieldType> | undefined {
  return byMessage.get(type);
}

/** Names of an enum in the order of their numbers; undefined when `type` is no enum. */
export function enumNames(type: string): readonly string[] | undefined {
  return enums[type];
}

export function fieldSince(message: string, field: string): string | undefined {
  return since[`${message}.${field}`];
}

export function valueSince(message: string, field: string, value: string): string | undefined {
  return valuesSince[`${fieldsOf(message)?.get(field)?.type ?? ''}.${value}`];
}
