import * as l10n from '@vscode/l10n';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';

/** pytorch_backend, src/libtorch.cc. */
export const pytorchOutput: Rule<ConfigDocument> = {
  code: 'triton/pytorch-output',
  severity: 'error',
  *check({ root, backend, isWhole }) {
    if (backend === 'pytorch' && isWhole && !root.isWritten('output')) {
      yield {
        range: root.isWritten('backend') ? root.at('backend') : root.at('platform'),
        message: l10n.t('A PyTorch file does not tell its tensors. List its inputs and outputs; there is no output yet.'),
        triton: 'model configuration must contain at least one output, none were specified',
      };
    }
  },
};

/** tensorrt_backend, src/model_state.cc. */
export const tensorRtAllocation: Rule<ConfigDocument> = {
  code: 'triton/tensorrt-allocation',
  severity: 'error',
  *check({ root, backend }) {
    const strategies = ['STATIC', 'ON_PROFILE_CHANGE'];
    for (const { key, message } of backend === 'tensorrt' ? root.entryMessages('parameters') : []) {
      const value = message.text('string_value');
      if (key === 'execution_context_allocation_strategy' && !strategies.includes(value)) {
        yield {
          range: message.at('string_value'),
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
  severity: 'error',
  *check({ root, backend, config, isWhole }) {
    const most = config.maxBatchSize;
    const specs = root.child('optimization')?.child('cuda')?.children('graph_spec') ?? [];
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
