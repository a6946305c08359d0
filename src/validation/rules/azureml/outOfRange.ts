import * as l10n from '@vscode/l10n';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

/** Bounds that the client or the service holds to: reference-yaml-deployment-managed-online, azure-ai-ml `validate_sampling_rate`. */
export const outOfRange: Rule<CheckedDocument> = {
  code: 'aml/out-of-range',
  severity: 'error',
  *check({ violations }) {
    for (const { keyword, field, schema, value, range } of violations) {
      const name = field.split('.').at(-1) ?? field;
      if (keyword === 'maxItems') {
        yield { range, message: l10n.t('{0} takes {1} at most.', name, schema.maxItems ?? 0) };
      } else if (keyword === 'range') {
        const { minimum = 0, maximum } = schema;
        yield {
          range,
          message:
            maximum === undefined
              ? l10n.t('{0} must be {1} or more, not {2}.', name, minimum, value ?? '')
              : l10n.t('{0} must be from {1} to {2}, not {3}.', name, minimum, maximum, value ?? ''),
        };
      }
    }
  },
};
