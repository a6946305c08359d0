import * as l10n from '@vscode/l10n';
import { isDeployment } from '../../../documents/azureml/azureMlDocument';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

const withDefault = {
  liveness_probe: ['initial_delay', 'period', 'timeout', 'failure_threshold'],
  readiness_probe: ['initial_delay', 'period', 'timeout', 'failure_threshold', 'success_threshold'],
  request_settings: ['request_timeout_ms', 'max_concurrent_requests_per_instance'],
} as const;

/** Azure's clients leave a zero out of what they send, so the service takes its default (azure-ai-ml, `to_iso_duration_format`). */
export const zeroIsDefault: Rule<CheckedDocument> = {
  code: 'aml/zero-is-default',
  severity: 'warning',
  *check(document) {
    for (const [group, keys] of isDeployment(document) ? Object.entries(withDefault) : []) {
      const mapping = document.root.mapping(group);
      for (const key of keys) {
        const entry = mapping?.entry(key);
        if (entry && mapping?.number(key) === 0) {
          yield { range: entry.range, message: l10n.t('{0} of 0 is left out, and Azure takes its default. The least is 1.', key) };
        }
      }
    }
  },
};

/** Kubernetes has no other number for liveness, and neither has Azure. */
export const livenessSuccess: Rule<CheckedDocument> = {
  code: 'aml/liveness-success-threshold',
  severity: 'warning',
  *check(document) {
    const probe = isDeployment(document) ? document.root.mapping('liveness_probe') : undefined;
    const entry = probe?.entry('success_threshold');
    if (entry && (probe?.number('success_threshold') ?? 1) !== 1) {
      yield { range: entry.range, message: l10n.t('The success_threshold of a liveness probe can only be 1.') };
    }
  },
};
