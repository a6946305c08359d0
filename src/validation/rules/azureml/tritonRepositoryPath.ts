import * as l10n from '@vscode/l10n';
import { isTritonModel, modelOf, settledText } from '../../../documents/azureml/azureMlDocument';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import { isAddress, parentOf, repositoryAt } from '../../azureml/tritonRepository';
import type { Rule } from '../../rule';

/** `path` is the folder of the models' folders; one level off is the classic mistake, and Triton then loads nothing. */
export const tritonRepositoryPath: Rule<CheckedDocument> = {
  code: 'aml/triton-path',
  severity: 'error',
  *check(document) {
    const model = modelOf(document);
    const key = model?.has('path') ? 'path' : 'local_path';
    const path = model && isTritonModel(model) ? settledText(model, key) : undefined;
    const message = path === undefined ? undefined : problemWith(path, document);
    if (model && message !== undefined) {
      yield { range: model.entry(key)?.range ?? model.range, message };
    }
  },
};

function problemWith(path: string, { files }: CheckedDocument): string | undefined {
  const place = repositoryAt(path, files);
  switch (place.kind) {
    case 'model':
      return l10n.t('{0} is the folder of one model. Triton wants the folder that the models lie in: {1}', path, parentOf(path));
    case 'version':
      return l10n.t('{0} is a version of a model. Triton wants the folder that the models lie in: {1}', path, parentOf(parentOf(path)));
    case 'above':
      return l10n.t(
        '{0} lies above the model repository. Triton wants the folder that the models lie in: {1}',
        path,
        `${path.replace(/\/$/, '')}/${place.folder}`,
      );
    case 'repository':
      return undefined;
    case 'unclear':
      return !isAddress(path) && files.kindOf(path) === 'file' && /\.(?:onnx|pt|plan|xml|py)$/.test(path)
        ? l10n.t(
            '{0} is one file. Triton wants a model repository: a folder with MODEL/1/{1} in it.',
            path,
            path.split(/[\\/]/).at(-1) ?? path,
          )
        : undefined;
  }
}
