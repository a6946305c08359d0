import * as l10n from '@vscode/l10n';
import { modelOf, settledText } from '../../../documents/azureml/azureMlDocument';
import type { YamlMapping } from '../../../documents/yaml/yamlMapping';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import { isAddress } from '../../azureml/tritonRepository';
import type { FilesAround } from '../../azureml/filesAround';
import type { Problem, Rule } from '../../rule';

/** The upload fails on it, but an earlier step of a pipeline may make the files, so it is no error yet. */
export const missingPath: Rule<CheckedDocument> = {
  code: 'aml/missing-path',
  severity: 'warning',
  *check(document) {
    const model = modelOf(document);
    const code = document.root.mapping('code_configuration');
    if (model) {
      yield* missing(model, model.has('path') ? 'path' : 'local_path', document.files);
    }
    if (code) {
      yield* missing(code, 'code', document.files);
    }
  },
};

function* missing(mapping: YamlMapping, key: string, files: FilesAround): Iterable<Problem> {
  const entry = mapping.entry(key);
  const path = settledText(mapping, key);
  if (entry && path !== undefined && path !== '' && !isAddress(path) && files.kindOf(path) === 'absent') {
    yield { range: entry.range, message: l10n.t('There is no {0} beside this file.', path) };
  }
}
