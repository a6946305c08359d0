import * as l10n from '@vscode/l10n';
import { isDeployment, isManaged } from '../../../documents/azureml/azureMlDocument';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

/** Azure's limit for a deployment until support raises it (Manage quotas for Azure Machine Learning). */
const usualLimit = 50;

export const instanceCount: Rule<CheckedDocument> = {
  code: 'aml/instance-count',
  severity: 'warning',
  *check(document) {
    const entry = isDeployment(document) && isManaged(document) ? document.root.entry('instance_count') : undefined;
    if (entry && (document.root.number('instance_count') ?? 0) > usualLimit) {
      yield {
        range: entry.range,
        message: l10n.t('A deployment has {0} instances at most, unless Azure support has raised your limit.', usualLimit),
      };
    }
  },
};
