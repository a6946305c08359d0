import * as l10n from '@vscode/l10n';
import { isDeployment, settledText } from '../../../documents/azureml/azureMlDocument';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

/** `azureml:NAME` passes the client's schema and fails at the service, which wants a version. */
export const modelReference: Rule<CheckedDocument> = {
  code: 'aml/model-reference',
  severity: 'warning',
  *check(document) {
    const entry = isDeployment(document) ? document.root.entry('model') : undefined;
    const text = entry && settledText(document.root, 'model');
    if (!entry || text === undefined) {
      return;
    }
    const [, bare] = /^azureml:([^/:@]+)$/.exec(text) ?? [];
    const [, label] = /^azureml:[^/:@]+@(.+)$/.exec(text) ?? [];
    if (bare !== undefined) {
      yield {
        range: entry.range,
        message: l10n.t(
          'This reference has no version. Write azureml:{0}:1 for version 1, or azureml:{0}@latest for the newest one.',
          bare,
        ),
      };
    } else if (label !== undefined && label !== 'latest') {
      yield { range: entry.range, message: l10n.t('Azure knows no label {0}; a model is found by version or as @latest.', label) };
    }
  },
};
