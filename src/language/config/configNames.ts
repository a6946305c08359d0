import path from 'node:path';
import type { TextRange } from '../../base/textRange';
import type { ConfigModel } from './configModel';
import { textOf, type ConfigNode } from './configTree';

/** What a string of a configuration names. Two mentions mean the same when their keys are equal. */
export interface Mention {
  readonly key: string;
  readonly kind: 'model' | 'tensor' | 'file';
  readonly name: string;
  /** The literal with its quotation marks. */
  readonly range: TextRange;
  readonly isDeclaration: boolean;
  /** The model that the tensor belongs to, or the model itself; '' for files. */
  readonly model: string;
  /** Absolute path of a file. */
  readonly file: string;
}

/** What of a model its mentions depend on. */
export interface NamedConfig {
  readonly nodes: readonly ConfigNode[];
  /** Name of the model. */
  readonly name: string;
  readonly folder: string;
  readonly isEnsemble: boolean;
  /** Tells of another model of the repository whether it is an ensemble. */
  readonly isEnsembleModel: (name: string) => boolean;
}

export function namedConfig({ nodes, document, folder, file, steps }: ConfigModel): NamedConfig {
  return {
    nodes,
    name: folder?.name ?? document.name,
    folder: folder?.path ?? path.dirname(file),
    isEnsemble: document.platform === 'ensemble',
    isEnsembleModel: (name) => steps.get(name)?.document.platform === 'ensemble',
  };
}

/** Everything that a configuration names, in the order of the text. */
export function mentionsOf(config: NamedConfig): Mention[] {
  return config.nodes.flatMap((node) => {
    const { element, path: place } = node;
    const read = Object.hasOwn(readers, place) ? readers[place] : undefined;
    return element?.kind === 'string' && element.value !== '' && read !== undefined
      ? [{ ...read(config, element.value, node), name: element.value, range: element.range }]
      : [];
  });
}

type Reader = (config: NamedConfig, name: string, node: ConfigNode) => Omit<Mention, 'name' | 'range'>;

function tensor(model: string, kind: 'input' | 'output' | 'any', name: string, isDeclaration: boolean): Omit<Mention, 'name' | 'range'> {
  return { key: `tensor ${model} ${kind} ${name}`, kind: 'tensor', model, isDeclaration, file: '' };
}

/** A tensor of the model itself. All tensors of an ensemble have names of one kind. */
const own =
  (kind: 'input' | 'output', isDeclaration: boolean): Reader =>
  (config, name) =>
    // An output of an ensemble comes from a step, which is where it is made.
    tensor(config.name, config.isEnsemble ? 'any' : kind, name, isDeclaration && !(config.isEnsemble && kind === 'output'));

/** A tensor of the model that the step runs. */
const ofStep =
  (kind: 'input' | 'output'): Reader =>
  ({ isEnsembleModel }, name, { owners }) => {
    const model = textOf(owners.at(-2), 'model_name');
    return tensor(model, isEnsembleModel(model) ? 'any' : kind, name, false);
  };

const model: Reader = (_config, name) => ({ key: `model ${name}`, kind: 'model', model: name, isDeclaration: false, file: '' });

const fileIn =
  (folder: string): Reader =>
  (config, name) => {
    const file = path.join(config.folder, folder, name);
    return { key: `file ${file}`, kind: 'file', model: '', isDeclaration: false, file };
  };

const readers: Readonly<Record<string, Reader>> = {
  name: (config, name, node) => ({ ...model(config, name, node), isDeclaration: true }),
  'input.name': own('input', true),
  'output.name': own('output', true),
  'batch_input.source_input': own('input', false),
  'batch_output.source_input': own('input', false),
  'batch_output.target_name': own('output', false),
  'model_warmup.inputs.key': own('input', false),
  'optimization.cuda.graph_spec.input.key': own('input', false),
  'optimization.cuda.graph_spec.graph_lower_bound.input.key': own('input', false),
  'ensemble_scheduling.step.model_name': model,
  'ensemble_scheduling.step.input_map.key': ofStep('input'),
  'ensemble_scheduling.step.output_map.key': ofStep('output'),
  'ensemble_scheduling.step.input_map.value': ({ name: ensemble }, name) => tensor(ensemble, 'any', name, false),
  'ensemble_scheduling.step.output_map.value': ({ name: ensemble }, name) => tensor(ensemble, 'any', name, true),
  'output.label_filename': fileIn('.'),
  'model_warmup.inputs.value.input_data_file': fileIn('warmup'),
  'sequence_batching.state.initial_state.data_file': fileIn('initial_state'),
};
