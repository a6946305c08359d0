import path from 'node:path';
import type { OnnxTensor } from '../../documents/onnx/onnxHeader';
import { knownPlatforms, modelFileKinds } from '../../documents/pbtxt/backends';
import { tensorsOfModel, type CompletedTensors } from '../../validation/repository/completedTensors';
import type { CompletionChoice } from '../answers';
import type { ConfigCursor } from './configCursor';
import { onnxText } from './configHover';
import { onnxTensors, type ConfigModel } from './configModel';
import { labelFiles, shapeFields, unlisted } from './tensorFixes';

/** A value that the files around the text tell. */
export interface KnownValue {
  readonly value: string;
  readonly detail?: string;
  readonly kind?: CompletionChoice['kind'];
}

/** Backends that come with Triton's containers, besides those that the core knows by their files. */
const otherBackends = ['vllm', 'tensorrtllm', 'dali', 'fil', 'identity', 'repeat', 'square', 'redis'];

const backends: readonly string[] = [...new Set([...modelFileKinds.map(({ backend }) => backend), ...otherBackends])];

/** Settings by name that the ONNX Runtime backend reads from `parameters`. */
const onnxParameters = [
  'intra_op_thread_count',
  'inter_op_thread_count',
  'execution_mode',
  'enable_mem_arena',
  'enable_mem_pattern',
  'memory.enable_memory_arena_shrinkage',
  'session.intra_op_thread_affinities',
  'cudnn_conv_algo_search',
  'gpu_mem_limit',
  'arena_extend_strategy',
  'do_copy_in_default_stream',
];

/** Texts for the string at the cursor. */
export function knownTexts(model: ConfigModel, cursor: ConfigCursor): KnownValue[] {
  const source = Object.hasOwn(sources, cursor.path) ? sources[cursor.path] : undefined;
  return source === undefined ? [] : source(model, cursor);
}

type Source = (model: ConfigModel, cursor: ConfigCursor) => KnownValue[];

const texts = (values: readonly string[], kind: CompletionChoice['kind'] = 'value'): KnownValue[] =>
  values.map((value) => ({ value, kind }));

function freeTensors(kind: 'input' | 'output'): Source {
  return (model, { around }) => {
    const own = around.at(-1)?.values.get('name');
    const listed = new Set(unlisted(model, kind).map(({ name }) => name));
    return onnxTensors(model, kind)
      .filter(({ name }) => listed.has(name) || name === own)
      .map((tensor) => ({ value: tensor.name, detail: onnxText(tensor), kind: 'reference' }));
  };
}

const onnxInputs: Source = (model) =>
  onnxTensors(model, 'input').map((tensor) => ({ value: tensor.name, detail: onnxText(tensor), kind: 'reference' }));
const onnxOutputs: Source = (model) =>
  onnxTensors(model, 'output').map((tensor) => ({ value: tensor.name, detail: onnxText(tensor), kind: 'reference' }));
const listedInputs: Source = ({ document }) =>
  texts(
    document.config.inputs.map(({ name }) => name).filter((name) => name !== ''),
    'reference',
  );
const listedOutputs: Source = ({ document }) =>
  texts(
    document.config.outputs.map(({ name }) => name).filter((name) => name !== ''),
    'reference',
  );
const filesIn =
  (folder: string): Source =>
  ({ files }) =>
    texts(
      files.filter((file) => path.dirname(file) === folder).map((file) => path.basename(file)),
      'folder',
    );

function stepTensors({ steps }: ConfigModel, { around }: ConfigCursor): CompletedTensors | undefined {
  const model = steps.get(around.find((one) => one.path === 'ensemble_scheduling.step')?.values.get('model_name') ?? '');
  return model && tensorsOfModel(model);
}

const stepKeys =
  (kind: 'inputs' | 'outputs'): Source =>
  (model, cursor) =>
    (stepTensors(model, cursor)?.[kind] ?? []).map(({ name, dataType, dims }) => ({
      value: name,
      detail: `${dataType} [${dims.join(', ')}]`,
      kind: 'reference',
    }));

/** Every tensor of the ensemble, wherever it is named. */
const ensembleTensors: Source = ({ document: { config } }) => {
  const steps = config.ensembleSteps ?? [];
  const names = [
    ...config.inputs.map(({ name }) => name),
    ...config.outputs.map(({ name }) => name),
    ...steps.flatMap(({ inputMap, outputMap }) => [...outputMap.values(), ...inputMap.values()]),
  ];
  return texts(
    [...new Set(names)].filter((name) => name !== ''),
    'reference',
  );
};

const sources: Readonly<Record<string, Source>> = {
  name: ({ folder }) => texts(folder === undefined ? [] : [folder.name]),
  backend: () => texts(backends),
  platform: () => texts([...knownPlatforms, 'ensemble']),
  default_model_filename: ({ files }) =>
    texts([...new Set(files.filter((file) => /^\d+[\\/]/.test(file)).map((file) => path.basename(file)))], 'folder'),
  'input.name': freeTensors('input'),
  'output.name': freeTensors('output'),
  'output.label_filename': (model) => texts(labelFiles(model), 'folder'),
  'batch_input.source_input': listedInputs,
  'batch_input.target_name': onnxInputs,
  'batch_output.source_input': listedInputs,
  'batch_output.target_name': listedOutputs,
  'sequence_batching.control_input.name': onnxInputs,
  'sequence_batching.state.input_name': onnxInputs,
  'sequence_batching.state.output_name': onnxOutputs,
  'sequence_batching.state.initial_state.data_file': filesIn('initial_state'),
  'model_warmup.inputs.key': listedInputs,
  'model_warmup.inputs.value.input_data_file': filesIn('warmup'),
  'optimization.execution_accelerators.gpu_execution_accelerator.name': () => texts(['tensorrt', 'cuda']),
  'optimization.execution_accelerators.cpu_execution_accelerator.name': () => texts(['openvino']),
  'parameters.key': ({ document }) => texts(document.backend === 'onnxruntime' ? onnxParameters : []),
  'ensemble_scheduling.step.model_name': ({ siblings }) => texts(siblings, 'reference'),
  'ensemble_scheduling.step.input_map.key': stepKeys('inputs'),
  'ensemble_scheduling.step.output_map.key': stepKeys('outputs'),
  'ensemble_scheduling.step.input_map.value': ensembleTensors,
  'ensemble_scheduling.step.output_map.value': ensembleTensors,
};

/** Values other than strings at the cursor: type and shape of the tensor in the ONNX file, numbers of versions. */
export function knownValues(model: ConfigModel, cursor: ConfigCursor): KnownValue[] {
  switch (cursor.path) {
    case 'version_policy.specific.versions':
      return (model.folder?.versions.present ?? []).map((version) => ({ value: String(version), detail: '' }));
    case 'input.data_type':
    case 'output.data_type':
      return realTensor(model, cursor)
        .filter(({ dataType }) => dataType !== 'TYPE_INVALID')
        .map(({ dataType }) => ({ value: dataType }));
    case 'input.dims':
    case 'output.dims':
      return realTensor(model, cursor)
        .filter(({ hasShape }) => hasShape)
        .map((tensor) => shapeFields(tensor, model.document.config.maxBatchSize > 0).dims)
        .map((dims) => ({ value: cursor.isInList ? dims.slice(2, -2) : dims }));
    default:
      return [];
  }
}

/** The tensor of the ONNX file that has the name which stands in the message at the cursor. */
function realTensor(model: ConfigModel, { path: place, around }: ConfigCursor): OnnxTensor[] {
  const name = around.at(-1)?.values.get('name') ?? '';
  return onnxTensors(model, place.startsWith('input') ? 'input' : 'output').filter((one) => one.name === name);
}
