import { MessageReader, isMessage, type ConfigMessage } from './configMessage';
import { ROOT_MESSAGE } from './modelConfigSchema';
import { parsePbtxt } from './parsePbtxt';
import type { PbtxtDocument, PbtxtProblem } from './pbtxtDocument';
import { readMessage, type MessagePlaces } from './readMessage';

/** A tensor of `input` or `output`; dims are without the batch dimension when the model batches. -1 = the request decides. */
export interface TensorConfig {
  readonly name: string;
  /** `TYPE_FP32` …, `TYPE_INVALID` when not given. */
  readonly dataType: string;
  readonly dims: readonly number[];
  /** Shape that the model itself has; undefined = dims. */
  readonly reshape: readonly number[] | undefined;
  /** FORMAT_NONE, FORMAT_NHWC or FORMAT_NCHW; outputs have none. */
  readonly format: string;
  readonly labelFilename: string;
  readonly optional: boolean;
  readonly allowRaggedBatch: boolean;
}

export type VersionPolicy =
  | { readonly kind: 'latest'; readonly count: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'specific'; readonly versions: readonly number[] };

export interface QueuePolicy {
  readonly timeoutAction: 'REJECT' | 'DELAY';
  /** 0 = none. */
  readonly defaultTimeoutMicroseconds: number;
  readonly allowTimeoutOverride: boolean;
  /** 0 = unlimited. */
  readonly maxQueueSize: number;
}

export interface DynamicBatching {
  readonly preferredBatchSizes: readonly number[];
  readonly maxQueueDelayMicroseconds: number;
  readonly preserveOrdering: boolean;
  /** 0 = no priorities. */
  readonly priorityLevels: number;
  readonly defaultPriorityLevel: number;
  readonly defaultQueuePolicy: QueuePolicy;
  readonly priorityQueuePolicies: ReadonlyMap<number, QueuePolicy>;
}

export interface SequenceControl {
  readonly tensor: string;
  /** CONTROL_SEQUENCE_START, _END, _READY or _CORRID. */
  readonly kind: string;
  /** Data type of the control tensor and what it holds for false and true; CORRID has no such pair. */
  readonly dataType: string;
  readonly falseTrue: readonly [number, number] | undefined;
}

export interface SequenceBatching {
  readonly maxIdleMicroseconds: number;
  readonly controls: readonly SequenceControl[];
  /** Undefined for the direct strategy. */
  readonly oldest: { readonly maxCandidateSequences: number } | undefined;
  readonly states: readonly SequenceState[];
}

/** Implicit state: an output that becomes an input of the next request of the sequence. */
export interface SequenceState {
  readonly inputName: string;
  readonly outputName: string;
  readonly dataType: string;
  readonly dims: readonly number[];
  /** What a sequence begins with; zeros where there is no file. */
  readonly initial: { readonly dims: readonly number[]; readonly dataFile: string } | undefined;
}

export interface EnsembleStep {
  readonly modelName: string;
  /** -1 = the highest that is served. */
  readonly modelVersion: number;
  /** Name of the step model's tensor -> name of the ensemble's tensor. */
  readonly inputMap: ReadonlyMap<string, string>;
  readonly outputMap: ReadonlyMap<string, string>;
}

export interface InstanceGroup {
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  readonly gpus: readonly number[];
}

/** What of ModelConfig (model_config.proto) decides how a model is served; everything else is in the message it was read from. */
export interface ModelConfig {
  readonly name: string;
  readonly platform: string;
  readonly backend: string;
  /** 0 = no batching. */
  readonly maxBatchSize: number;
  readonly inputs: readonly TensorConfig[];
  readonly outputs: readonly TensorConfig[];
  readonly versionPolicy: VersionPolicy;
  readonly dynamicBatching: DynamicBatching | undefined;
  readonly sequenceBatching: SequenceBatching | undefined;
  readonly ensembleSteps: readonly EnsembleStep[] | undefined;
  readonly instanceGroups: readonly InstanceGroup[];
  readonly defaultModelFilename: string;
  readonly isDecoupled: boolean;
}

export interface ModelConfigReading {
  readonly config: ModelConfig;
  readonly message: ConfigMessage;
  readonly document: PbtxtDocument;
  /** Of syntax and of schema, in the order of the text. Triton refuses the file when there is one. */
  readonly problems: readonly PbtxtProblem[];
  readonly places: MessagePlaces;
}

/** Reads a config.pbtxt. Never throws; with problems the result holds what was understood. */
export function readModelConfig(text: string): ModelConfigReading {
  const document = parsePbtxt(text);
  const { message, problems, places } = readMessage(document.root, ROOT_MESSAGE);
  const all = [...document.problems, ...problems].sort((a, b) => a.range.start - b.range.start);
  return { config: modelConfigOf(message), message, document, problems: all, places };
}

/** The typed view of a message of type ModelConfig. */
export function modelConfigOf(message: ConfigMessage): ModelConfig {
  const root = new MessageReader(message);
  return {
    name: root.text('name'),
    platform: root.text('platform'),
    backend: root.text('backend'),
    maxBatchSize: root.number('max_batch_size'),
    inputs: root.messages('input').map(tensorConfigOf),
    outputs: root.messages('output').map(tensorConfigOf),
    versionPolicy: versionPolicyOf(root.inner('version_policy')),
    dynamicBatching: dynamicBatchingOf(root.inner('dynamic_batching')),
    sequenceBatching: sequenceBatchingOf(root.inner('sequence_batching')),
    ensembleSteps: root.inner('ensemble_scheduling')?.messages('step').map(ensembleStepOf),
    instanceGroups: root.messages('instance_group').map(instanceGroupOf),
    defaultModelFilename: root.text('default_model_filename'),
    isDecoupled: root.inner('model_transaction_policy')?.flag('decoupled') ?? false,
  };
}

function tensorConfigOf(tensor: MessageReader): TensorConfig {
  return {
    name: tensor.text('name'),
    dataType: tensor.enumName('data_type', 'TYPE_INVALID'),
    dims: tensor.numbers('dims'),
    reshape: tensor.inner('reshape')?.numbers('shape'),
    format: tensor.enumName('format', 'FORMAT_NONE'),
    labelFilename: tensor.text('label_filename'),
    optional: tensor.flag('optional'),
    allowRaggedBatch: tensor.flag('allow_ragged_batch'),
  };
}

function versionPolicyOf(policy: MessageReader | undefined): VersionPolicy {
  const specific = policy?.inner('specific');
  if (specific !== undefined) {
    return { kind: 'specific', versions: specific.numbers('versions') };
  }
  if (policy?.has('all') === true) {
    return { kind: 'all' };
  }
  return { kind: 'latest', count: policy?.inner('latest')?.number('num_versions') ?? 1 };
}

function queuePolicyOf(policy: MessageReader | undefined): QueuePolicy {
  return {
    timeoutAction: policy?.enumName('timeout_action', 'REJECT') === 'DELAY' ? 'DELAY' : 'REJECT',
    defaultTimeoutMicroseconds: policy?.number('default_timeout_microseconds') ?? 0,
    allowTimeoutOverride: policy?.flag('allow_timeout_override') ?? false,
    maxQueueSize: policy?.number('max_queue_size') ?? 0,
  };
}

function dynamicBatchingOf(batching: MessageReader | undefined): DynamicBatching | undefined {
  if (batching === undefined) {
    return undefined;
  }
  const policies = [...batching.map('priority_queue_policy')].map(
    ([level, policy]) => [Number(level), queuePolicyOf(isMessage(policy) ? new MessageReader(policy) : undefined)] as const,
  );
  return {
    preferredBatchSizes: batching.numbers('preferred_batch_size'),
    maxQueueDelayMicroseconds: batching.number('max_queue_delay_microseconds'),
    preserveOrdering: batching.flag('preserve_ordering'),
    priorityLevels: batching.number('priority_levels'),
    defaultPriorityLevel: batching.number('default_priority_level'),
    defaultQueuePolicy: queuePolicyOf(batching.inner('default_queue_policy')),
    priorityQueuePolicies: new Map(policies),
  };
}

function sequenceBatchingOf(batching: MessageReader | undefined): SequenceBatching | undefined {
  if (batching === undefined) {
    return undefined;
  }
  const oldest = batching.inner('oldest');
  return {
    // 0 and absent mean a second (model_config.proto, max_sequence_idle_microseconds).
    maxIdleMicroseconds: batching.number('max_sequence_idle_microseconds') || 1_000_000,
    controls: batching
      .messages('control_input')
      .flatMap((input) => input.messages('control').map((control) => controlOf(input.text('name'), control))),
    oldest: oldest === undefined ? undefined : { maxCandidateSequences: oldest.number('max_candidate_sequences') },
    states: batching.messages('state').map(stateOf),
  };
}

function stateOf(state: MessageReader): SequenceState {
  const [initial] = state.messages('initial_state');
  return {
    inputName: state.text('input_name'),
    outputName: state.text('output_name'),
    dataType: state.enumName('data_type', 'TYPE_INVALID'),
    dims: state.numbers('dims'),
    initial: initial === undefined ? undefined : { dims: initial.numbers('dims'), dataFile: initial.text('data_file') },
  };
}

function controlOf(tensor: string, control: MessageReader): SequenceControl {
  const kind = control.enumName('kind', 'CONTROL_SEQUENCE_START');
  const lists = [
    ['TYPE_INT32', control.numbers('int32_false_true')],
    ['TYPE_FP32', control.numbers('fp32_false_true')],
    ['TYPE_BOOL', control.flags('bool_false_true').map(Number)],
  ] as const;
  const [dataType, pair] = lists.find(([, list]) => list.length > 0) ?? [control.enumName('data_type', 'TYPE_INVALID'), []];
  const [off, on] = pair;
  return { tensor, kind, dataType, falseTrue: off === undefined || on === undefined ? undefined : [off, on] };
}

function ensembleStepOf(step: MessageReader): EnsembleStep {
  return {
    modelName: step.text('model_name'),
    modelVersion: step.number('model_version'),
    inputMap: textMap(step, 'input_map'),
    outputMap: textMap(step, 'output_map'),
  };
}

function textMap(step: MessageReader, name: string): ReadonlyMap<string, string> {
  return new Map([...step.map(name)].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])));
}

function instanceGroupOf(group: MessageReader): InstanceGroup {
  return {
    name: group.text('name'),
    kind: group.enumName('kind', 'KIND_AUTO'),
    count: group.number('count'),
    gpus: group.numbers('gpus'),
  };
}
