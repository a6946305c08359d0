import * as l10n from '@vscode/l10n';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

/** Keys that have an option of their own on Azure's command line, so a file without them may be meant that way. */
const givenElsewhere = ['name', 'endpoint_name'];

/** `required=True` in azure-ai-ml, _schema. */
export const missingKey: Rule<CheckedDocument> = {
  code: 'aml/missing-key',
  severity: 'error',
  *check({ violations, root }) {
    for (const { keyword, key = '', field, range } of violations) {
      const isOfPreview = field === 'scale_settings' && (root.mapping(field)?.has('scale_type') ?? false);
      if (keyword === 'required' && !isOfPreview && !(field === '' && givenElsewhere.includes(key))) {
        yield { range, message: l10n.t('{0} is missing, and Azure refuses the file without it.', field === '' ? key : `${field}.${key}`) };
      }
    }
  },
};

export const missingName: Rule<CheckedDocument> = {
  code: 'aml/missing-name',
  severity: 'warning',
  *check({ violations }) {
    for (const { keyword, key = '', field, range } of violations) {
      if (keyword === 'required' && field === '' && givenElsewhere.includes(key)) {
        yield { range, message: l10n.t('{0} is missing. Azure needs it, here or on the command line.', key) };
      }
    }
  },
};
