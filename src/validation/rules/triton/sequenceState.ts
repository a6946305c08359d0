import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

// Checked when the sequence scheduler is created (triton-inference-server/core, src/sequence_batch_scheduler, src/sequence_state.cc).

export const initialState: Rule<ConfigDocument> = {
  code: 'triton/initial-state',
  severity: 'error',
  *check({ root, isWhole }) {
    for (const state of root.child('sequence_batching')?.children('state') ?? []) {
      const [initial, second] = state.children('initial_state');
      const input = state.text('input_name');
      if (second !== undefined) {
        const count = state.children('initial_state').length;
        yield {
          range: second.head,
          message: l10n.t('State {0} begins in one way only. Keep one initial_state.', input),
          triton: `initial_state field for state input '${input}' must contain exactly one or zero element. Found '${count}' elements.`,
        };
      } else if (initial !== undefined) {
        yield* initialFaults(state, initial, isWhole);
      }
    }
  },
};

function* initialFaults(state: PlacedMessage, initial: PlacedMessage, isWhole: boolean): Iterable<Problem> {
  const input = state.text('input_name');
  const type = initial.enumName('data_type', 'TYPE_INVALID');
  const wanted = state.enumName('data_type', 'TYPE_INVALID');
  if (type !== wanted && (isWhole || (initial.has('data_type') && state.has('data_type')))) {
    yield {
      range: initial.at('data_type'),
      message: l10n.t('State {0} is {1}; its initial_state must have the same data_type.', input, wanted),
      triton: `The data type used for 'initial_state' field of state '${input}' does not match the state data type.`,
    };
  }
  if (initial.text('name') === '' && (isWhole || initial.has('name'))) {
    yield {
      range: initial.at('name'),
      message: l10n.t('An initial_state needs a name.'),
      triton: `Field 'name' must be set when using initial_state for state input '${input}'.`,
    };
  }
  yield* initialDims(state, initial);
  if (isWhole && !initial.has('zero_data') && !initial.has('data_file')) {
    yield {
      range: initial.head,
      message: l10n.t('initial_state must say where its values come from: {0} or {1}.', 'zero_data: true', 'data_file'),
      triton: `initial_state setting expects state'${input}' to have state_data set`,
    };
  }
}

function* initialDims(state: PlacedMessage, initial: PlacedMessage): Iterable<Problem> {
  const input = state.text('input_name');
  if (!state.isWhole('dims') || !initial.isWhole('dims')) {
    return;
  }
  const wanted = state.integers('dims');
  const dims = initial.integers('dims');
  if (dims.length !== wanted.length) {
    yield {
      range: initial.at('dims'),
      message: l10n.t('State {0} has {1} dims; its initial_state has {2}.', input, wanted.length, dims.length),
      triton: `Number of dimensions in 'initial_state' doesn't match the size of 'state' dimensions for state input '${input}'. ${dims.length} != ${wanted.length}`,
    };
    return;
  }
  for (const [index, { value, range }] of dims.entries()) {
    const expected = wanted[index]?.value ?? -1n;
    if (value === -1n) {
      yield {
        range,
        message: l10n.t('The values that a sequence begins with have a fixed shape. Write a number instead of -1.'),
        triton: `'initial_state' field for state input name '${input}' contains variable dimensions.`,
      };
    } else if (expected !== -1n && value !== expected) {
      yield {
        range,
        message: l10n.t('State {0} has {1} here, so its initial_state cannot have {2}.', input, String(expected), String(value)),
        triton: `'initial_state' dim for input name '${input}' doesn't match 'state' dim description. ${value} != ${expected}`,
      };
    }
  }
}

export const stateName: Rule<ConfigDocument> = {
  code: 'triton/state-name',
  severity: 'error',
  *check({ root }) {
    const seen = new Set<string>();
    for (const state of root.child('sequence_batching')?.children('state') ?? []) {
      const input = state.text('input_name');
      const hasInitial = state.children('initial_state').length > 0;
      if (hasInitial && seen.has(input)) {
        yield {
          range: state.at('input_name'),
          message: l10n.t('State {0} is given twice. Each state has an input of its own.', input),
          triton: `State input name '${input}' specified more than once.`,
        };
      }
      if (hasInitial) {
        seen.add(input);
      }
    }
  },
};
