import * as l10n from '@vscode/l10n';
import { isDeployment, modelOf, settledText } from '../../../documents/azureml/azureMlDocument';
import type { YamlMapping } from '../../../documents/yaml/yamlMapping';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import { repositoryAt } from '../../azureml/tritonRepository';
import type { Rule } from '../../rule';

/** Without `type` a model is a custom_model, and Azure then wants an environment to run it in. */
export const tritonType: Rule<CheckedDocument> = {
  code: 'aml/triton-type',
  severity: 'warning',
  *check(document) {
    const model = isCandidate(document) ? modelOf(document) : undefined;
    const path = model && settledText(model, 'path');
    if (!model || path === undefined || !isCustom(model)) {
      return;
    }
    const range = model.entry('type')?.range ?? model.entry('path')?.keyRange ?? model.range;
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

/** With a container or a script of its own a deployment can run any model. */
function isCandidate({ root }: CheckedDocument): boolean {
  return !root.has('environment') && !root.has('code_configuration');
}

function isCustom(model: YamlMapping): boolean {
  const type = settledText(model, 'type')?.toLowerCase();
  return !model.has('model_format') && (type === 'custom_model' || !model.has('type'));
}
