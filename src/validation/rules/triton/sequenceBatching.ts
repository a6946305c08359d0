import * as l10n from '@vscode/l10n';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';
import { preferredBatchSizes } from './dynamicBatching';

// ValidateModelConfig, sequence_batching and response_cache (triton-inference-server/core, src/model_config_utils.cc).

/** The response cache goes with neither sequences nor decoupled models. */
export const responseCache: Rule<ConfigDocument> = {
  code: 'triton/response-cache',
  severity: 'error',
  since: '22.07',
  *check({ root, name }) {
    const cache = root.child('response_cache');
    if (cache?.flag('enable') !== true) {
      return;
    }
    if (root.has('sequence_batching')) {
      yield {
        range: cache.at('enable'),
        message: l10n.t('Answers of a model with sequences cannot be cached. Remove response_cache.'),
        triton: `Response Cache does not currently support model ${name} with sequence batching scheduler. Please disable the response cache.`,
      };
    }
    if (root.child('model_transaction_policy')?.flag('decoupled') === true) {
      yield {
        range: cache.at('enable'),
        message: l10n.t('Answers of a decoupled model cannot be cached. Remove response_cache.'),
        triton: `Response Cache does not currently support model ${name} with 'decoupled' transaction policy. Please disable the response cache.`,
      };
    }
  },
};

export const sequencePreferredBatchSize: Rule<ConfigDocument> = {
  code: 'triton/sequence-preferred-batch-size',
  severity: 'error',
  *check(document) {
    const oldest = document.root.child('sequence_batching')?.child('oldest');
    if (oldest !== undefined) {
      yield* preferredBatchSizes(document, oldest, 'sequence batching preferred batch size');
    }
  },
};

export const slotUtilization: Rule<ConfigDocument> = {
  code: 'triton/slot-utilization',
  severity: 'error',
  *check({ root, name }) {
    const direct = root.child('sequence_batching')?.child('direct');
    const share = direct?.number('minimum_slot_utilization') ?? 0;
    if (direct !== undefined && (share < 0 || share > 1)) {
      yield {
        range: direct.at('minimum_slot_utilization'),
        message: l10n.t('minimum_slot_utilization is a share of the slots, from 0 to 1.'),
        triton: `sequence batching minimum slot utilization must be in range (0.0, 1.0] for ${name}`,
      };
    }
  },
};

/** Checked when the model is loaded (core, src/dynamic_batch_scheduler.cc and sequence_batch_scheduler). */
export const batchStrategy: Rule<ConfigDocument> = {
  code: 'triton/batch-strategy',
  severity: 'error',
  since: '23.01',
  *check({ root }) {
    const library = root.entries('parameters').find(({ key }) => key === 'TRITON_BATCH_STRATEGY_PATH');
    if (library !== undefined && root.has('sequence_batching')) {
      yield {
        range: library.range,
        message: l10n.t('A batching strategy of your own works with dynamic_batching only. Remove this parameter.'),
        triton: 'TRITON_BATCH_STRATEGY_PATH cannot be specified with sequence batcher, using default batching strategy',
      };
    }
  },
};
