import * as l10n from '@vscode/l10n';
import { isMap, isPair } from 'yaml';
import { YamlMapping } from '../../../documents/yaml/yamlMapping';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Problem, Rule } from '../../rule';

/** YAML forbids it, but the reader of Azure's clients (PyYAML) takes the last one in silence, so half of what is written has no effect. */
export const duplicateKey: Rule<CheckedDocument> = {
  code: 'aml/duplicate-key',
  severity: 'warning',
  *check({ root }) {
    yield* duplicatesIn(root);
  },
};

function* duplicatesIn(mapping: YamlMapping): Iterable<Problem> {
  for (const { name, keyRange } of mapping.overwritten) {
    yield { range: keyRange, message: l10n.t('{0} is written twice, and Azure takes the last one. Take one of them out.', name) };
  }
  for (const item of mapping.node.items) {
    if (isPair(item) && isMap(item.value)) {
      yield* duplicatesIn(YamlMapping.of(mapping.source, item.value));
    }
  }
}
