import * as l10n from '@vscode/l10n';
import type { YamlMapping } from '../../../documents/yaml/yamlMapping';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import { nearest } from '../../../base/nearest';
import type { Violation } from '../../azureml/schemaViolations';
import type { Rule } from '../../rule';
import { isPreviewKey } from './previewKey';

/** Azure's clients refuse a key that they do not know, to catch typing errors (azure-ai-ml, _schema/core/schema.py, `unknown = RAISE`). */
export const unknownKey: Rule<CheckedDocument> = {
  code: 'aml/unknown-key',
  severity: 'error',
  *check({ violations, root }) {
    for (const violation of violations) {
      const { keyword, key = '', field, range } = violation;
      if (keyword === 'additionalProperties' && !isPreviewKey(violation)) {
        const meant = meantKey(violation, root);
        const place = field === '' ? key : `${field}.${key}`;
        yield {
          range,
          message:
            meant === undefined
              ? l10n.t('Azure does not know the key {0} here and refuses the file. Remove it.', place)
              : l10n.t('Azure does not know the key {0} here and refuses the file. Did you mean {1}?', place, meant),
        };
      }
    }
  },
};

/** The key that was probably meant by one that the schema does not have. */
export function meantKey({ key = '', field, schema }: Violation, root: YamlMapping): string | undefined {
  const known = Object.keys(schema.properties ?? {});
  return nearest(
    key,
    known.filter((name) => !(field === '' && root.has(name))),
  );
}
