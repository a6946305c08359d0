import * as l10n from '@vscode/l10n';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Violation } from '../../azureml/schemaViolations';
import { isStandIn } from '../../azureml/standIn';
import type { Rule } from '../../rule';
import { isPreviewKey } from './previewKey';

/** Text, numbers, truth values and mappings as the fields of azure-ai-ml's schemas take them; nothing at all is refused too. */
export const wrongType: Rule<CheckedDocument> = {
  code: 'aml/wrong-type',
  severity: 'error',
  *check({ violations }) {
    for (const violation of violations) {
      const isOfType = violation.keyword === 'type' || violation.keyword === 'pattern';
      if (isOfType && !isPreviewKey(violation) && !isStandIn(violation.value ?? '')) {
        yield { range: violation.range, message: messageOf(violation) };
      }
    }
  },
};

function messageOf({ field, schema, value }: Violation): string {
  // A key of Kubernetes has a dot of its own.
  const name = /nvidia\.com\/gpu$/.exec(field)?.[0] ?? field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? field;
  const branches = schema.anyOf ?? [schema];
  const types = branches.flatMap(({ type }) => type ?? []);
  const isFreeText = branches.some(({ type = [], pattern }) => type.includes('string') && pattern === undefined);
  if (value !== undefined && branches.some(({ pattern = '' }) => pattern.startsWith('^(?:azureml:'))) {
    return l10n.t('{0} refers to something registered, so it begins with azureml: write azureml:{1}', name, value);
  }
  if (value === undefined && branches.every(({ type }) => type !== 'object' && type !== 'array')) {
    return l10n.t('{0} needs a value. Azure refuses a key with nothing or a group of fields behind it.', name);
  }
  return isFreeText && value !== undefined
    ? l10n.t('{0} must be text. Write it in quotes: "{1}"', name, value)
    : typeMessage(name, types, value);
}

function typeMessage(name: string, types: readonly string[], value: string | undefined): string {
  if (types.includes('boolean') && types.length < 4) {
    return l10n.t('{0} must be true or false.', name);
  }
  if (types.includes('integer')) {
    return l10n.t('{0} must be a whole number.', name);
  }
  if (types.includes('number')) {
    return l10n.t('{0} must be a number.', name);
  }
  if (types.includes('string') && value !== undefined) {
    return l10n.t('{0} must be text. Write it in quotes: "{1}"', name, value);
  }
  return types.includes('array')
    ? l10n.t('{0} must be a list.', name)
    : l10n.t('{0} must be a group of fields, each on a line of its own and indented.', name);
}
