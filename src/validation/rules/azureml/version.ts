import * as l10n from '@vscode/l10n';
import { isScalar } from 'yaml';
import { modelOf, settledText } from '../../../documents/azureml/azureMlDocument';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

/** azure-ai-ml, `Model`: "If version is specified, name must be specified also". A model file gets its name from the command line, maybe. */
export const versionWithoutName: Rule<CheckedDocument> = {
  code: 'aml/version-without-name',
  severity: 'error',
  *check(document) {
    const model = document.kind === 'model' ? undefined : modelOf(document);
    const version = model?.entry('version');
    if (version && model && !model.has('name')) {
      yield { range: version.range, message: l10n.t('A version needs the name of its model. Add name, or leave version out.') };
    }
  },
};

/** YAML reads a number: 1.10 is 1.1, and 010 is 8. Azure registers what YAML read. */
export const numberVersion: Rule<CheckedDocument> = {
  code: 'aml/number-version',
  severity: 'warning',
  *check(document) {
    const model = modelOf(document);
    const entry = model?.entry('version');
    const value = entry?.value;
    if (!model || !entry || !isScalar(value) || typeof value.value !== 'number' || settledText(model, 'version') === undefined) {
      return;
    }
    const written = value.source ?? '';
    if (!isKept(written, value.value)) {
      yield {
        range: entry.range,
        message: l10n.t('Azure reads this version as {0}. Write it in quotes to keep it: "{1}".', value.value, written),
      };
    }
  },
};

/** Python keeps the decimal point of 1.0, JavaScript does not; both are the version 1.0. */
function isKept(written: string, value: number): boolean {
  return String(value) === written || (Number.isInteger(value) && `${value}.0` === written);
}
