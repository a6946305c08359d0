import * as l10n from '@vscode/l10n';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Violation } from '../../azureml/schemaViolations';
import type { Rule } from '../../rule';
import { meantKey } from './unknownKey';

/** Keys that have an option of their own on Azure's command line, so a file without them may be meant that way. */
const givenElsewhere = ['name', 'endpoint_name'];

/** `required=True` in azure-ai-ml, _schema. */
export const missingKey: Rule<CheckedDocument> = {
  code: 'aml/missing-key',
  severity: 'error',
  *check(document) {
    for (const { key = '', field, range } of missing(document)) {
      const isOfPreview = field === 'scale_settings' && (document.root.mapping(field)?.has('scale_type') ?? false);
      if (!isOfPreview && !(field === '' && givenElsewhere.includes(key))) {
        yield { range, message: l10n.t('{0} is missing, and Azure refuses the file without it.', field === '' ? key : `${field}.${key}`) };
      }
    }
  },
};

export const missingName: Rule<CheckedDocument> = {
  code: 'aml/missing-name',
  severity: 'warning',
  *check(document) {
    for (const { key = '', field, range } of missing(document)) {
      if (field === '' && givenElsewhere.includes(key)) {
        yield { range, message: l10n.t('{0} is missing. Azure needs it, here or on the command line.', key) };
      }
    }
  },
};

/** Without a key that is there under a mistyped name: that name is told, and what it should be. */
function missing({ violations, root }: CheckedDocument): readonly Violation[] {
  const mistyped = violations.filter(({ keyword }) => keyword === 'additionalProperties');
  const isThere = ({ key, field }: Violation): boolean => mistyped.some((one) => one.field === field && meantKey(one, root) === key);
  return violations.filter((one) => one.keyword === 'required' && !isThere(one));
}
