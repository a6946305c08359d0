import * as l10n from '@vscode/l10n';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import { nearest } from '../../../base/nearest';
import type { Violation } from '../../azureml/schemaViolations';
import type { Rule } from '../../rule';

/** Enumerations as azure-ai-ml takes them: in upper or lower case, and camelCase for snake_case (`StringTransformedEnum`). */
export const unknownValue: Rule<CheckedDocument> = {
  code: 'aml/unknown-value',
  severity: 'error',
  *check({ violations }) {
    for (const violation of violations) {
      if (violation.keyword === 'enum') {
        yield { range: violation.range, message: messageOf(violation) };
      }
    }
  },
};

function messageOf({ field, schema, value }: Violation): string {
  const name = field.split('.').at(-1) ?? field;
  const values = (schema.anyOf ?? [schema]).flatMap((branch) => branch.enum ?? []).map(String);
  if (value === undefined) {
    return l10n.t('{0} needs a value. It is one of {1}.', name, values.join(', '));
  }
  if (values.includes(value)) {
    return l10n.t('{0} must be text. Write it in quotes: "{1}"', name, value);
  }
  const meant = nearest(value, values);
  return meant === undefined
    ? l10n.t('{0} cannot be {1}. It is one of {2}.', name, value, values.join(', '))
    : l10n.t('{0} cannot be {1}. Did you mean {2}?', name, value, meant);
}
