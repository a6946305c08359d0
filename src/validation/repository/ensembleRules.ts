import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../base/textRange';
import type { ConfigValue } from '../../documents/pbtxt/configMessage';
import type { PlacedMessage } from '../../documents/pbtxt/placedMessage';
import type { Problem, Rule } from '../rule';
import { tensorsOfModel, type CompletedTensors } from './completedTensors';
import type { ModelFolder, ModelInRepository } from './modelFolder';

// An ensemble against the models of its repository (triton-inference-server/core, src/ensemble_scheduler/ensemble_utils.cc and
// src/model_repository_manager).

interface Step {
  readonly step: PlacedMessage;
  readonly modelName: string;
  /** Undefined when the repository has no such model. */
  readonly target: ModelFolder | undefined;
  /** Undefined when its tensors cannot be known from files. */
  readonly tensors: CompletedTensors | undefined;
}

function stepsOf({ model, models }: Pick<ModelInRepository, 'model' | 'models'>): Step[] {
  return writtenSteps(model).map((step) => {
    const modelName = step.text('model_name');
    const target = models.get(modelName);
    return { step, modelName, target, tensors: target && tensorsOfModel(target) };
  });
}

function writtenSteps({ document }: ModelFolder): readonly PlacedMessage[] {
  const steps = document.isWhole ? document.root.child('ensemble_scheduling')?.children('step') : undefined;
  return (steps ?? []).filter((step) => step.text('model_name') !== '');
}

/** The models that the rules for a model look at beside it. */
export function namedModels(model: ModelFolder): readonly string[] {
  return writtenSteps(model).map((step) => step.text('model_name'));
}

export const ensembleModel: Rule<ModelInRepository> = {
  code: 'triton/ensemble-model',
  severity: 'error',
  *check(here) {
    for (const { step, modelName, target } of here.model.isInRepository ? stepsOf(here) : []) {
      if (target === undefined) {
        yield {
          range: step.at('model_name'),
          message: l10n.t('The repository has no model {0}. It has {1}.', modelName, here.names.join(', ')),
          triton: `ensemble ${here.model.name} contains models that are not available or ambiguous: ${modelName}`,
        };
      }
    }
  },
};

export const ensembleCycle: Rule<ModelInRepository> = {
  code: 'triton/ensemble-cycle',
  severity: 'error',
  *check(here) {
    const { name } = here.model;
    for (const { step, modelName, target } of stepsOf(here)) {
      if (target !== undefined && leadsTo(here, target, name)) {
        yield {
          range: step.at('model_name'),
          message: l10n.t('Ensemble {0} would run itself: step {1} leads back to it.', name, modelName),
          triton: `circular dependency between ensembles: ${name} -> ... -> ${modelName} -> ${name}`,
        };
      }
    }
  },
};

function leadsTo({ models }: ModelInRepository, from: ModelFolder, name: string): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let model = waiting.pop(); model !== undefined; model = waiting.pop()) {
    if (model.name === name) {
      return true;
    }
    if (!seen.has(model.name)) {
      seen.add(model.name);
      waiting.push(...stepsOf({ model, models }).flatMap(({ target }) => (target === undefined ? [] : [target])));
    }
  }
  return false;
}

export const ensembleVersion: Rule<ModelInRepository> = {
  code: 'triton/ensemble-version',
  severity: 'error',
  *check(here) {
    for (const { step, modelName, target } of stepsOf(here)) {
      const version = step.number('model_version');
      const served = target?.versions.versions ?? [];
      if (version !== -1 && served.length > 0 && !served.includes(version)) {
        yield {
          range: step.at('model_version'),
          message: l10n.t(
            'Version {0} of model {1} is not served; its version_policy serves {2}. Write {3} for the latest.',
            version,
            modelName,
            served.join(', '),
            'model_version: -1',
          ),
          triton: `ensemble '${here.model.name}' depends on '${modelName}' whose required version ${version} is not loaded.`,
        };
      }
    }
  },
};

export const ensembleBatchSize: Rule<ModelInRepository> = {
  code: 'triton/ensemble-batch-size',
  severity: 'error',
  *check(here) {
    const most = here.model.document.config.maxBatchSize;
    for (const { step, modelName, tensors } of stepsOf(here)) {
      const limit = tensors?.maxBatchSize ?? 0;
      if (limit > 0 && limit < most) {
        yield {
          range: step.at('model_name'),
          message: l10n.t(
            'Model {0} takes batches of at most {1}, but the ensemble lets in {2}. Lower max_batch_size here or raise it there.',
            modelName,
            limit,
            most,
          ),
          triton: `ensemble ${here.model.name} allows maximum batch size ${most}, but it contains model ${modelName} which only allows maximum batch size to be ${limit}`,
        };
      }
    }
  },
};

export const ensembleMap: Rule<ModelInRepository> = {
  code: 'triton/ensemble-map',
  severity: 'error',
  *check(here) {
    const { name } = here.model;
    for (const { step, modelName, tensors } of stepsOf(here)) {
      if (tensors === undefined) {
        continue;
      }
      const { inputs, outputs } = tensors;
      for (const { key, value, range } of step.entries('input_map').filter((entry) => !inputs.some((one) => one.name === entry.key))) {
        yield {
          range,
          message: l10n.t('Model {0} has no input {1}. It has {2}.', modelName, key, inputs.map((one) => one.name).join(', ')),
          triton: `in ensemble ${name}, ensemble tensor ${textOf(value)} is mapping to non-existing input ${key} in model ${modelName}`,
        };
      }
      const mapped = step.map('input_map');
      for (const input of inputs.filter((one) => one.optional !== true && !mapped.has(one.name))) {
        yield {
          range: step.nameAt('input_map'),
          message: l10n.t('Model {0} needs input {1}, which this input_map does not give.', modelName, input.name),
          triton: `in ensemble ${name}, input ${input.name} in model ${modelName} is not mapped to any ensemble tensors`,
        };
      }
      for (const { key, value, range } of step.entries('output_map').filter((entry) => !outputs.some((one) => one.name === entry.key))) {
        yield {
          range,
          message: l10n.t('Model {0} has no output {1}. It has {2}.', modelName, key, outputs.map((one) => one.name).join(', ')),
          triton: `in ensemble ${name}, ensemble tensor ${textOf(value)} is mapped from non-existing output ${key} in model ${modelName}`,
        };
      }
    }
  },
};

export const ensembleDecoupled: Rule<ModelInRepository> = {
  code: 'triton/ensemble-decoupled',
  severity: 'error',
  *check(here) {
    const outputs = new Set(here.model.document.root.children('output').map((tensor) => tensor.text('name')));
    for (const { step, modelName, writes } of mixingSteps(here)) {
      // The server tells the ensemble itself where the step gives one of its outputs.
      const told = writes.some((tensor) => outputs.has(tensor)) ? here.model.name : modelName;
      yield {
        range: step.nameAt('input_map'),
        message: l10n.t(
          'The inputs of {0} do not all come from the same decoupled model, so the numbers of their answers need not agree.',
          modelName,
        ),
        triton: `in ensemble ${here.model.name}, step of model '${told}' receives inputs originated from different decoupled models`,
      };
    }
  },
};

interface Flow extends Step {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Steps that read tensors of different origins: the request itself, or the decoupled step that answers last on the way to them. */
function mixingSteps(here: ModelInRepository): readonly Flow[] {
  const textsOf = (step: PlacedMessage, map: string): string[] => [...step.map(map).values()].map(textOf);
  let waiting: readonly Flow[] = stepsOf(here).map((one) => ({
    ...one,
    reads: textsOf(one.step, 'input_map'),
    writes: textsOf(one.step, 'output_map'),
  }));
  const origins = new Map<string, Step | 'request'>();
  here.model.document.root.children('input').forEach((tensor) => origins.set(tensor.text('name'), 'request'));
  const mixing: Flow[] = [];
  for (let ready = waiting; ready.length > 0; waiting = waiting.filter((one) => !ready.includes(one))) {
    ready = waiting.filter(({ reads }) => reads.every((tensor) => origins.has(tensor)));
    for (const flow of ready) {
      const [origin = 'request', other] = new Set(flow.reads.map((tensor) => origins.get(tensor) ?? 'request'));
      mixing.push(...(other === undefined ? [] : [flow]));
      flow.writes.forEach((tensor) => origins.set(tensor, isDecoupled(here, flow.target) ? flow : origin));
    }
  }
  return mixing;
}

/** An ensemble is decoupled when one of its steps is, whatever it says of itself. */
function isDecoupled(here: Pick<ModelInRepository, 'models'>, model: ModelFolder | undefined, seen = new Set<ModelFolder>()): boolean {
  if (model === undefined || seen.has(model)) {
    return false;
  }
  seen.add(model);
  const steps = model.document.platform === 'ensemble' ? writtenSteps(model) : [];
  return steps.length === 0
    ? model.document.config.isDecoupled
    : steps.some((step) => isDecoupled(here, here.models.get(step.text('model_name')), seen));
}

/** One place where an ensemble tensor is named together with what the model there says of it. */
interface Mention {
  readonly tensor: string;
  readonly model: string;
  readonly dataType: string;
  readonly dims: readonly number[];
  readonly isBatched: boolean;
  readonly range: TextRange;
}

function mentionsOf(here: ModelInRepository): Mention[] {
  const { document, name } = here.model;
  const isBatched = document.config.maxBatchSize > 0;
  const own = (['input', 'output'] as const).flatMap((field) =>
    document.root.children(field).map((tensor) => ({
      tensor: tensor.text('name'),
      model: name,
      dataType: tensor.enumName('data_type', 'TYPE_INVALID'),
      dims: tensor.child('reshape')?.numbers('shape') ?? tensor.numbers('dims'),
      isBatched,
      range: tensor.at('name'),
    })),
  );
  const ofSteps = stepsOf(here).flatMap(({ step, modelName, tensors }) =>
    (['input_map', 'output_map'] as const).flatMap((map) =>
      step.entries(map).flatMap(({ key, value, range }) => {
        const facts = (map === 'input_map' ? tensors?.inputs : tensors?.outputs)?.find((one) => one.name === key);
        return facts === undefined || tensors === undefined
          ? []
          : [
              {
                tensor: textOf(value),
                model: modelName,
                dataType: facts.dataType,
                dims: facts.dims,
                isBatched: tensors.maxBatchSize > 0,
                range,
              },
            ];
      }),
    ),
  );
  return [...own, ...ofSteps];
}

/** Each mention of a tensor with the first of all. */
function* disagreements(here: ModelInRepository, agree: (one: Mention, other: Mention) => boolean): Iterable<readonly [Mention, Mention]> {
  const first = new Map<string, Mention>();
  for (const mention of mentionsOf(here)) {
    const before = first.get(mention.tensor);
    if (before === undefined) {
      first.set(mention.tensor, mention);
    } else if (!agree(before, mention)) {
      yield [before, mention];
    }
  }
}

export const ensembleDataType: Rule<ModelInRepository> = {
  code: 'triton/ensemble-data-type',
  severity: 'error',
  *check(here): Iterable<Problem> {
    const isTold = ({ dataType }: Mention): boolean => dataType !== 'TYPE_INVALID';
    const agree = (one: Mention, other: Mention): boolean => !isTold(one) || !isTold(other) || one.dataType === other.dataType;
    for (const [one, other] of disagreements(here, agree)) {
      yield {
        range: other.range,
        message: l10n.t('Tensor {0} is {1} in {2} and {3} in {4}.', one.tensor, one.dataType, one.model, other.dataType, other.model),
        triton: `in ensemble ${here.model.name}, ensemble tensor ${one.tensor}: inconsistent data type: ${one.dataType} is inferred from model ${one.model} while ${other.dataType} is inferred from model ${other.model}`,
      };
    }
  },
};

export const ensembleShape: Rule<ModelInRepository> = {
  code: 'triton/ensemble-shape',
  severity: 'error',
  *check(here): Iterable<Problem> {
    for (const [one, other] of disagreements(here, shapesAgree)) {
      const [a, b] = [wholeShape(one), wholeShape(other)].map((shape) => `[${shape.join(',')}]`);
      yield {
        range: other.range,
        message: l10n.t('Tensor {0} has the shape {1} in {2} and {3} in {4}.', one.tensor, a ?? '', one.model, b ?? '', other.model),
        triton: `in ensemble ${here.model.name}, ensemble tensor ${one.tensor}: inconsistent shape: ${a ?? ''} is inferred from model ${one.model} while ${b ?? ''} is inferred from model ${other.model}`,
      };
    }
  },
};

/** As written or with the batch dimension; one of them is enough. */
function shapesAgree(one: Mention, other: Mention): boolean {
  const agree = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((dim, index) => dim === b[index] || dim === -1 || b[index] === -1);
  const isTold = one.dims.length > 0 && other.dims.length > 0;
  return !isTold || agree(one.dims, other.dims) || agree(wholeShape(one), wholeShape(other));
}

function wholeShape({ dims, isBatched }: Mention): readonly number[] {
  return isBatched ? [-1, ...dims] : dims;
}

/** The values of an input_map and an output_map are texts. */
function textOf(value: ConfigValue): string {
  return typeof value === 'string' ? value : '';
}
