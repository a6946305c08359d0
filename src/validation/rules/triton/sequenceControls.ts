import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

// ValidateModelConfig, control_input, GetBooleanSequenceControlProperties and GetTypedSequenceControlProperties
// (triton-inference-server/core, src/model_config_utils.cc).

const CORRELATION_ID = 'CONTROL_SEQUENCE_CORRID';
const switches = ['CONTROL_SEQUENCE_START', 'CONTROL_SEQUENCE_END', 'CONTROL_SEQUENCE_READY'];
const valueLists = ['int32_false_true', 'fp32_false_true', 'bool_false_true'];
const everyList = "'int32_false_true', 'fp32_false_true' or 'bool_false_true'";
const correlationTypes = ['TYPE_UINT64', 'TYPE_INT64', 'TYPE_UINT32', 'TYPE_INT32', 'TYPE_STRING'];

interface Control {
  readonly kind: string;
  readonly control: PlacedMessage;
}

function controlInputs(root: PlacedMessage): PlacedMessage[] {
  return root.child('sequence_batching')?.children('control_input') ?? [];
}

function controls(root: PlacedMessage): Control[] {
  return controlInputs(root).flatMap((input) =>
    input.children('control').map((control) => ({ kind: control.enumName('kind', 'CONTROL_SEQUENCE_START'), control })),
  );
}

export const sequenceControlName: Rule<ConfigDocument> = {
  code: 'triton/sequence-control-name',
  severity: 'error',
  *check({ root, name, isWhole }) {
    const seen = new Set<string>();
    for (const input of controlInputs(root)) {
      const tensor = input.text('name');
      if (tensor === '' && (isWhole || input.has('name'))) {
        yield {
          range: input.at('name'),
          message: l10n.t('A control_input needs the name of the tensor that carries it.'),
          triton: `sequence batching control tensor must have a name for ${name}`,
        };
      } else if (tensor !== '' && seen.has(tensor)) {
        yield {
          range: input.at('name'),
          message: l10n.t('Tensor {0} is already the tensor of another control_input. Each needs a tensor of its own.', tensor),
          triton: `sequence batching control tensor '${tensor}' is specified for multiple control kinds for ${name}`,
        };
      }
      seen.add(tensor);
    }
  },
};

export const sequenceControlKind: Rule<ConfigDocument> = {
  code: 'triton/sequence-control-kind',
  severity: 'error',
  *check({ root, name }) {
    const seen = new Set<string>();
    for (const { kind, control } of controls(root)) {
      const isKnown = kind === CORRELATION_ID || switches.includes(kind);
      if (isKnown && seen.has(kind) && control.isWhole('kind')) {
        yield {
          range: control.at('kind'),
          message: l10n.t('{0} is given twice. One tensor carries it; remove the other.', kind),
          triton: `sequence batching specifies multiple ${kind} tensors for ${name}`,
        };
      }
      seen.add(kind);
    }
  },
};

export const sequenceControlValues: Rule<ConfigDocument> = {
  code: 'triton/sequence-control-values',
  severity: 'error',
  *check({ root, name, isWhole }) {
    for (const { kind, control } of controls(root)) {
      if (!control.isWhole('kind')) {
        continue;
      }
      if (switches.includes(kind)) {
        yield* switchValues(control, kind, { name, isWhole });
      } else if (kind === CORRELATION_ID) {
        for (const list of valueLists.filter((one) => control.has(one)).slice(0, 1)) {
          yield {
            range: control.nameAt(list),
            message: l10n.t('The correlation ID is the number of a sequence and has no values for false and true. Remove {0}.', list),
            triton: `sequence batching must not specify either ${everyList} for ${kind} for ${name}`,
          };
        }
      }
    }
  },
};

function* switchValues(
  control: PlacedMessage,
  kind: string,
  { name, isWhole }: { readonly name: string; readonly isWhole: boolean },
): Iterable<Problem> {
  const [list, second] = valueLists.filter((one) => control.has(one));
  if (list === undefined) {
    if (isWhole) {
      yield {
        range: control.at('kind'),
        message: l10n.t('{0} needs the values that stand for false and true, such as {1}.', kind, 'int32_false_true: [ 0, 1 ]'),
        triton: `sequence batching must specify either ${everyList} for ${kind} for ${name}`,
      };
    }
    return;
  }
  if (second !== undefined) {
    yield {
      range: control.nameAt(second),
      message: l10n.t('{0} has values for false and true of two types. Keep one of {1} and {2}.', kind, list, second),
      triton: `sequence batching specifies more than one from ${everyList} for ${kind} for ${name}`,
    };
  } else if (control.values(list).length !== 2 && control.isWhole(list)) {
    yield {
      range: control.at(list),
      message: l10n.t('{0} has two values: the one for false and the one for true.', list),
      triton: `sequence batching control '${list}' must have exactly 2 entries for ${kind} for ${name}`,
    };
  }
}

export const sequenceControlType: Rule<ConfigDocument> = {
  code: 'triton/sequence-control-type',
  severity: 'error',
  *check({ root, name, isWhole }) {
    for (const { kind, control } of controls(root)) {
      const isTold = control.has('data_type') || isWhole;
      if (kind === CORRELATION_ID && isTold && !correlationTypes.includes(control.enumName('data_type', 'TYPE_INVALID'))) {
        yield {
          range: control.isWritten('data_type') ? control.at('data_type') : control.at('kind'),
          message: l10n.t('The correlation ID needs a data_type, one of {0}.', correlationTypes.join(', ')),
          triton:
            `unexpected data type for control ${CORRELATION_ID} for ${name}. Allowed data types are TYPE_UINT64, TYPE_INT64, ` +
            'TYPE_UINT32, TYPE_INT32 and TYPE_STRING',
        };
      }
    }
  },
};
