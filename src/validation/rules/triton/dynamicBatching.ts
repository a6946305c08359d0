import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

// ValidateModelConfig, dynamic_batching (triton-inference-server/core, src/model_config_utils.cc).

/** `preferred_batch_size` of dynamic_batching or of sequence_batching.oldest; `what` is Triton's name for it. */
export function* preferredBatchSizes(document: ConfigDocument, batching: PlacedMessage, what: string): Iterable<Problem> {
  const most = BigInt(document.root.number('max_batch_size'));
  for (const { value, range } of batching.integers('preferred_batch_size')) {
    if (value <= 0n) {
      yield {
        range,
        message: l10n.t('A preferred batch size is at least 1.'),
        triton: `${what} must be positive for ${document.name}`,
      };
    } else if (value > most && document.root.isWhole('max_batch_size') && (document.isWhole || document.root.isWritten('max_batch_size'))) {
      yield {
        range,
        message: l10n.t('This preferred batch size is above max_batch_size, which is {0}. Lower it or raise max_batch_size.', String(most)),
        triton: `${what} must be <= max batch size for ${document.name}`,
      };
    }
  }
}

export const preferredBatchSize: Rule<ConfigDocument> = {
  code: 'triton/preferred-batch-size',
  severity: 'error',
  *check(document) {
    const batching = document.root.child('dynamic_batching');
    if (batching !== undefined) {
      yield* preferredBatchSizes(document, batching, 'dynamic batching preferred size');
    }
  },
};

export const defaultPriorityLevel: Rule<ConfigDocument> = {
  code: 'triton/default-priority-level',
  severity: 'error',
  *check({ root, name, isWhole }) {
    const batching = root.child('dynamic_batching');
    const levels = batching?.number('priority_levels') ?? 0;
    const level = batching?.number('default_priority_level') ?? 0;
    const isUntold = level === 0 && !isWhole;
    if (batching !== undefined && levels > 0 && (level === 0 || level > levels) && !isUntold) {
      yield {
        range: batching.isWritten('default_priority_level') ? batching.at('default_priority_level') : batching.nameAt('priority_levels'),
        message: l10n.t('With {0} priority levels default_priority_level must be given and be from 1 to {0}.', levels),
        triton: `default priority level must be in range [1, ${levels}] for ${name}`,
      };
    }
  },
};

export const priorityQueuePolicy: Rule<ConfigDocument> = {
  code: 'triton/priority-queue-policy',
  severity: 'error',
  *check({ root, name }) {
    const batching = root.child('dynamic_batching');
    const levels = batching?.number('priority_levels') ?? 0;
    for (const { key, range } of batching?.entries('priority_queue_policy') ?? []) {
      if (levels > 0 && (Number(key) === 0 || Number(key) > levels)) {
        yield {
          range,
          message: l10n.t('There are {0} priority levels, so the key of a priority_queue_policy is from 1 to {0}, not {1}.', levels, key),
          triton: `priority queue policy must have priority level in range [1, ${levels}] for ${name}`,
        };
      }
    }
  },
};

export const preserveOrdering: Rule<ConfigDocument> = {
  code: 'triton/preserve-ordering',
  severity: 'error',
  *check({ root, name }) {
    const batching = root.child('dynamic_batching');
    if (batching?.flag('preserve_ordering') !== true) {
      return;
    }
    if (batching.number('priority_levels') > 1) {
      yield {
        range: batching.at('priority_levels'),
        message: l10n.t('Requests cannot keep their order and have priorities. Remove preserve_ordering, or set priority_levels to 1.'),
        triton: `Only one priority level is allowed when 'preserve_ordering' is true for ${name}`,
      };
    }
    const standard = batching.child('default_queue_policy');
    const policies = [
      ...(standard === undefined ? [] : [standard]),
      ...batching.entryMessages('priority_queue_policy').map(({ message }) => message),
    ];
    for (const policy of policies) {
      if (policy.number('default_timeout_microseconds') !== 0 && policy.enumName('timeout_action', 'REJECT') === 'DELAY') {
        yield {
          range: policy.at('timeout_action'),
          message: l10n.t(
            'A delayed request would lose its place, which preserve_ordering forbids. Use REJECT, or remove preserve_ordering.',
          ),
          triton: `Queue policy can not have DELAY as timeout action when 'preserve_ordering' is true for ${name}`,
        };
      }
    }
  },
};

/** Accepted by Triton, but every request then runs alone. */
export const batchingWithoutBatches: Rule<ConfigDocument> = {
  code: 'triton/batching-without-batches',
  severity: 'info',
  *check({ root, config, isWhole }) {
    const completesBatchSize = config.inputs.length === 0 || config.outputs.length === 0;
    if (isWhole && root.has('dynamic_batching') && config.maxBatchSize === 0 && !completesBatchSize) {
      yield {
        range: root.nameAt('dynamic_batching'),
        message: l10n.t('max_batch_size is 0, so there is nothing to batch. Set max_batch_size, or remove dynamic_batching.'),
      };
    }
  },
};
