import * as l10n from '@vscode/l10n';
import { isDeployment, isTritonModel, modelOf, settledText } from '../../../documents/azureml/azureMlDocument';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import { repositoryAt } from '../../azureml/tritonRepository';
import type { Rule } from '../../rule';

/** Without `type` a model is a custom_model, and Azure then wants an environment to run it in. */
export const tritonType: Rule<CheckedDocument> = {
  code: 'aml/triton-type',
  severity: 'warning',
  *check(document) {
    const model = modelOf(document);
    const type = model?.entry('type');
    const path = model && settledText(model, 'path');
    const ownContainer = document.root.has('environment') || document.root.has('code_configuration');
    if (!model || model.has('model_format') || isTritonModel(model) || path === undefined || ownContainer) {
      return;
    }
    if (type && settledText(model, 'type')?.toLowerCase().startsWith('custom') !== true) {
      return;
    }
    const range = type?.range ?? model.entry('path')?.keyRange ?? model.range;
    if (repositoryAt(path, document.files).kind === 'repository') {
      yield {
        range,
        message: l10n.t('{0} is a Triton model repository. With type: triton_model Azure runs Triton on it by itself.', path),
      };
    } else if (isDeployment(document)) {
      yield {
        range,
        message: l10n.t(
          'A deployment without an environment needs a model that Azure can run by itself: type: triton_model or mlflow_model.',
        ),
      };
    }
  },
};
