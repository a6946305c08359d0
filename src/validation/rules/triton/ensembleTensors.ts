import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../../base/textRange';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';

// The tensors of an ensemble: the rest of ValidateEnsembleSchedulingConfig (triton-inference-server/core, src/model_config_utils.cc).

interface Use {
  readonly tensor: string;
  readonly range: TextRange;
}

/** What the steps of an ensemble read and write; the names are the ensemble's. */
interface Wiring {
  readonly inputs: readonly Use[];
  readonly outputs: readonly Use[];
  readonly steps: readonly { readonly reads: readonly Use[]; readonly writes: readonly Use[] }[];
}

function wiringOf({ root, isWhole }: ConfigDocument): Wiring | undefined {
  const steps = root.child('ensemble_scheduling')?.children('step');
  // With a fault in the text a connection may be missing only because it was not understood.
  if (steps === undefined || steps.length === 0 || !isWhole) {
    return undefined;
  }
  const uses = (step: PlacedMessage, map: string): Use[] =>
    step.entries(map).flatMap(({ value, range }) => (typeof value === 'string' ? [{ tensor: value, range }] : []));
  const named = (field: string): Use[] => root.children(field).map((one) => ({ tensor: one.text('name'), range: one.at('name') }));
  return {
    inputs: named('input'),
    outputs: named('output'),
    steps: steps.map((step) => ({ reads: uses(step, 'input_map'), writes: uses(step, 'output_map') })),
  };
}

/** A tensor that a step writes is ready when all tensors that the step reads are. */
function readyTensors({ inputs, steps }: Wiring): ReadonlySet<string> {
  const ready = new Set(inputs.map(({ tensor }) => tensor));
  let before = -1;
  while (ready.size > before) {
    before = ready.size;
    for (const { writes } of steps.filter(({ reads }) => reads.every(({ tensor }) => ready.has(tensor)))) {
      writes.forEach(({ tensor }) => ready.add(tensor));
    }
  }
  return ready;
}

export const ensembleWrittenTwice: Rule<ConfigDocument> = {
  code: 'triton/ensemble-written-twice',
  severity: 'error',
  *check(document) {
    const written = new Set<string>();
    for (const [index, { writes }] of (wiringOf(document)?.steps ?? []).entries()) {
      for (const { tensor, range } of writes) {
        if (written.has(tensor)) {
          yield {
            range,
            message: l10n.t('Tensor {0} is already written by another entry of an output_map. Give one of them another name.', tensor),
            triton: `ensemble tensor '${tensor}' can appear in an output map only once for ensemble '${document.name}' step ${index}`,
          };
        }
        written.add(tensor);
      }
    }
  },
};

export const ensembleTensorUnused: Rule<ConfigDocument> = {
  code: 'triton/ensemble-tensor-unused',
  severity: 'error',
  *check(document) {
    const wiring = wiringOf(document);
    if (wiring === undefined) {
      return;
    }
    const { inputs, outputs, steps } = wiring;
    const read = new Set(steps.flatMap(({ reads }) => reads.map(({ tensor }) => tensor)));
    const written = new Set(steps.flatMap(({ writes }) => writes.map(({ tensor }) => tensor)));
    const isOutput = new Set(outputs.map(({ tensor }) => tensor));
    // One that a step writes and that is an output as well is taken for that output.
    for (const { tensor, range } of inputs.filter(
      (one) => !read.has(one.tensor) && !(written.has(one.tensor) && isOutput.has(one.tensor)),
    )) {
      yield {
        range,
        message: l10n.t('No step reads the input {0} of the ensemble. Add it to an input_map, or remove it.', tensor),
        triton: written.has(tensor)
          ? `ensemble tensor '${tensor}' is unused in ensemble '${document.name}'`
          : `ensemble input '${tensor}' for ensemble ${document.name}' is not used`,
      };
    }
    for (const { tensor, range } of outputs.filter((one) => !read.has(one.tensor) && !written.has(one.tensor))) {
      yield {
        range,
        message: l10n.t('No step writes the output {0} of the ensemble. Add it to an output_map, or remove it.', tensor),
        triton: `ensemble output '${tensor}' for ensemble ${document.name}' is not used`,
      };
    }
    const isInput = new Set(inputs.map(({ tensor }) => tensor));
    for (const { tensor, range } of steps.flatMap(({ writes }) => writes)) {
      if (!read.has(tensor) && !isOutput.has(tensor) && !isInput.has(tensor)) {
        yield {
          range,
          message: l10n.t('Nothing reads tensor {0}. Remove this entry, or make it an output of the ensemble.', tensor),
          triton: `ensemble tensor '${tensor}' is unused in ensemble '${document.name}'`,
        };
      }
    }
  },
};

export const ensembleNotWritten: Rule<ConfigDocument> = {
  code: 'triton/ensemble-not-written',
  severity: 'error',
  *check(document) {
    const wiring = wiringOf(document);
    if (wiring === undefined) {
      return;
    }
    const ready = readyTensors(wiring);
    const { outputs, steps } = wiring;
    const named = new Set(steps.flatMap(({ reads, writes }) => [...reads, ...writes].map(({ tensor }) => tensor)));
    const told = new Set<string>();
    for (const { tensor, range } of outputs.filter((one) => !ready.has(one.tensor) && named.has(one.tensor))) {
      told.add(tensor);
      const source = steps.find(({ writes }) => writes.some((one) => one.tensor === tensor));
      const lacking = source?.reads.find((one) => !ready.has(one.tensor))?.tensor;
      yield {
        range,
        message:
          lacking === undefined
            ? l10n.t('No step writes the output {0}.', tensor)
            : l10n.t('The output {0} cannot be computed, because nothing writes {1}, which its step reads.', tensor, lacking),
        triton:
          `output '${tensor}' for ensemble '${document.name}' is not written` +
          (lacking === undefined ? '' : `: at least one of its depending tensors, '${lacking}', is not connected`),
      };
    }
    for (const { tensor, range } of steps.flatMap(({ reads }) => reads)) {
      if (!ready.has(tensor) && !told.has(tensor)) {
        told.add(tensor);
        yield {
          range,
          message: l10n.t('Tensor {0} is never there: no input of the ensemble and no step that can run gives it.', tensor),
          triton: `ensemble tensor '${tensor}' is unused in ensemble '${document.name}'`,
        };
      }
    }
  },
};
