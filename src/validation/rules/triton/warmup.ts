import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

// Requests that run before a model is ready (triton-inference-server/core, src/backend_model.cc, GenerateWarmupData).

interface WarmupInput {
  readonly input: string;
  readonly data: PlacedMessage;
}

/** Samples with a batch size of 0 are skipped, and 0 is the default. Passive instances are not warmed up. */
function samplesOf(root: PlacedMessage): PlacedMessage[] {
  const groups = root.children('instance_group');
  const runs = groups.length === 0 || groups.some((group) => !group.flag('passive'));
  return runs ? root.children('model_warmup').filter((sample) => sample.number('batch_size') > 0) : [];
}

function warmupInputs(root: PlacedMessage): WarmupInput[] {
  return samplesOf(root).flatMap((sample) => sample.entryMessages('inputs').map(({ key, message }) => ({ input: key, data: message })));
}

export const warmupDims: Rule<ConfigDocument> = {
  code: 'triton/warmup-dims',
  severity: 'error',
  *check({ root }) {
    for (const { input, data } of warmupInputs(root)) {
      for (const { range } of data.integers('dims').filter(({ value }) => value === -1n)) {
        yield {
          range,
          message: l10n.t('A warm-up request has a real shape. Write a number instead of -1 for input {0}.', input),
          triton: `warmup setting expects all variable-size dimensions are specified for input '${input}'`,
        };
      }
    }
  },
};

export const warmupData: Rule<ConfigDocument> = {
  code: 'triton/warmup-data',
  severity: 'error',
  *check({ root, isWhole }) {
    for (const { input, data } of isWhole ? warmupInputs(root) : []) {
      if (!['zero_data', 'random_data', 'input_data_file'].some((field) => data.has(field))) {
        yield {
          range: data.head,
          message: l10n.t(
            'Input {0} of this warm-up needs values: {1}, {2} or input_data_file.',
            input,
            'zero_data: true',
            'random_data: true',
          ),
          triton: `warmup setting expects input '${input}' to have input_data_type set`,
        };
      }
    }
  },
};

/** The request must be one that the model takes; told where the file lists its inputs. */
export const warmupRequest: Rule<ConfigDocument> = {
  code: 'triton/warmup-request',
  severity: 'error',
  *check(document) {
    const listed = document.root.children('input').map((tensor) => [tensor.text('name'), tensor] as const);
    const inputs = new Map(listed);
    if (!document.isWhole || inputs.size === 0) {
      return;
    }
    for (const sample of samplesOf(document.root)) {
      const given = sample.entryMessages('inputs');
      const missing = listed.filter(([name, tensor]) => !tensor.flag('optional') && !given.some(({ key }) => key === name));
      for (const [name] of missing) {
        yield {
          range: sample.head,
          message: l10n.t('This warm-up lacks input {0}, which every request must have.', name),
          triton: `expected ${inputs.size} inputs but got ${given.length} inputs for model '${document.name}'`,
        };
      }
      for (const { key, message } of given) {
        const tensor = inputs.get(key);
        if (tensor !== undefined) {
          yield* inputFaults(document, { input: key, data: message }, tensor);
        }
      }
    }
  },
};

function* inputFaults({ name }: ConfigDocument, { input, data }: WarmupInput, tensor: PlacedMessage): Iterable<Problem> {
  const type = data.enumName('data_type', 'TYPE_INVALID');
  const wanted = tensor.enumName('data_type', 'TYPE_INVALID');
  if (wanted !== 'TYPE_INVALID' && type !== wanted) {
    yield {
      range: data.at('data_type'),
      message: l10n.t('Input {0} takes {1}, so this warm-up cannot send {2}.', input, wanted, type),
      triton: `inference input '${input}' data-type is '${type.slice(5)}', but model '${name}' expects '${wanted.slice(5)}'`,
    };
  }
  const shape = data.integers('dims').map(({ value }) => value);
  const dims = tensor.integers('dims').map(({ value }) => value);
  const fits = shape.length === dims.length && shape.every((dim, index) => dims[index] === -1n || dims[index] === dim);
  // -1 has been told already.
  if (dims.length > 0 && !fits && !shape.includes(-1n)) {
    yield {
      range: data.at('dims'),
      message: l10n.t(
        'Input {0} has the dims {1}, so this warm-up cannot send {2}.',
        input,
        `[${dims.join(', ')}]`,
        `[${shape.join(', ')}]`,
      ),
      triton: `unexpected shape for input '${input}' for model '${name}'. Expected [${dims.join(',')}], got [${shape.join(',')}]`,
    };
  }
}
