import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

/** tensorrt_backend, src/model_state.cc. */
export const tensorRtAllocation: Rule<ConfigDocument> = {
  code: 'triton/tensorrt-allocation',
  severity: 'warning',
  *check({ root, backend }) {
    const strategies = ['STATIC', 'ON_PROFILE_CHANGE'];
    for (const { key, message, range } of backend === 'tensorrt' ? root.entryMessages('parameters') : []) {
      const value = message.text('string_value');
      if (key === 'execution_context_allocation_strategy' && !strategies.includes(value)) {
        yield {
          range: message.isWritten('string_value') ? message.at('string_value') : range,
          message: l10n.t('{0} is one of {1}.', key, strategies.join(', ')),
          triton: `Invalid value for 'execution_context_allocation_strategy': '${value}' for model instance`,
        };
      }
    }
  },
};

/** tensorrt_backend, src/tensorrt_model_instance, graph_spec. */
export const graphSpecBatchSize: Rule<ConfigDocument> = {
  code: 'triton/graph-spec-batch-size',
  severity: 'warning',
  *check({ root, backend, config, isWhole }) {
    const most = config.maxBatchSize;
    const specs = graphSpecs(root);
    for (const spec of backend === 'tensorrt' && isWhole && root.isWritten('max_batch_size') ? specs : []) {
      const size = spec.number('batch_size');
      if (most === 0 ? size !== 0 : size < 1 || size > most) {
        yield {
          range: spec.at('batch_size'),
          message: l10n.t('The batch_size of a CUDA graph is from 1 to max_batch_size, or 0 for a model that does not batch.'),
          triton:
            most === 0
              ? "graph spec expects 'batch_size' to be 0 if 'max_batch_size' is 0"
              : `graph spec expects 'batch_size' to be >= 1 and <= ${most}`,
        };
      }
    }
  },
};

/** The smallest shapes that a CUDA graph serves, against those it was made for. */
export const graphLowerBound: Rule<ConfigDocument> = {
  code: 'triton/graph-lower-bound',
  severity: 'warning',
  *check({ root, backend, isWhole }) {
    for (const spec of backend === 'tensorrt' && isWhole ? graphSpecs(root) : []) {
      const bound = spec.child('graph_lower_bound');
      if (bound !== undefined) {
        yield* boundFaults(spec, bound);
      }
    }
  },
};

function* boundFaults(spec: PlacedMessage, bound: PlacedMessage): Iterable<Problem> {
  if (bound.number('batch_size') > spec.number('batch_size')) {
    yield {
      range: bound.at('batch_size'),
      message: l10n.t('The lower bound of a CUDA graph has at most its batch_size, {0}.', spec.number('batch_size')),
      triton: "graph lower bound spec expects 'batch_size' to be <= graph spec 'batch_size'",
    };
  }
  const lower = new Map(bound.entryMessages('input').map((entry) => [entry.key, entry.message]));
  for (const { key, message } of spec.entryMessages('input')) {
    const least = lower.get(key);
    if (least === undefined) {
      yield {
        range: bound.head,
        message: l10n.t('The lower bound of this CUDA graph lacks the shape of input {0}.', key),
        triton: `graph lower bound spec expects shape for input '${key}'`,
      };
    } else {
      yield* shapeFaults(key, message, least);
    }
  }
}

function* shapeFaults(input: string, most: PlacedMessage, least: PlacedMessage): Iterable<Problem> {
  const [upper, lower] = [most.integers('dim'), least.integers('dim')];
  if (upper.length !== lower.length) {
    yield {
      range: least.at('dim'),
      message: l10n.t(
        'The number of dimensions of input {0} is {1} in the CUDA graph and {2} in its lower bound.',
        input,
        upper.length,
        lower.length,
      ),
      triton: `graph lower bound spec expects to have '${upper.length} dimensions, got ${lower.length}`,
    };
    return;
  }
  for (const { range } of upper.filter(({ value }) => value < 0n)) {
    yield {
      range,
      message: l10n.t('The shapes of a CUDA graph are numbers from 0 on.'),
      triton: `graph spec expects input '${input}' to have dimension >= 0`,
    };
  }
  for (const [index, { value, range }] of lower.entries()) {
    const limit = upper[index]?.value ?? value;
    if (limit >= 0n && value > limit) {
      yield {
        range,
        message: l10n.t('The lower bound of input {0} is above the {1} of the CUDA graph.', input, String(limit)),
        triton: `graph lower bound spec expects input '${input}' to have dimension <= ${limit}`,
      };
    }
  }
}

/** The backend reads them only where graphs are wanted. */
function graphSpecs(root: PlacedMessage): PlacedMessage[] {
  const cuda = root.child('optimization')?.child('cuda');
  return cuda?.flag('graphs') === true ? cuda.children('graph_spec') : [];
}
