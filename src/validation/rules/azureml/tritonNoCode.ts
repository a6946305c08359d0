import * as l10n from '@vscode/l10n';
import { isDeployment, isTritonModel, modelOf } from '../../../documents/azureml/azureMlDocument';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

/** "How to deploy with Triton": a triton_model needs neither; Azure brings its own Triton image, and a script would have nothing to call. */
export const tritonNoCode: Rule<CheckedDocument> = {
  code: 'aml/triton-no-code',
  severity: 'warning',
  *check(document) {
    const model = isDeployment(document) ? modelOf(document) : undefined;
    // An environment with inference_config is a container of one's own, Triton's image perhaps, and is meant.
    if (!model || !isTritonModel(model) || document.root.mapping('environment')?.has('inference_config')) {
      return;
    }
    const script = document.root.entry('code_configuration');
    if (script) {
      yield {
        range: script.keyRange,
        message: l10n.t(
          'Triton answers requests itself: with a triton_model there is nothing for a scoring script to do. Remove code_configuration.',
        ),
      };
    }
    const environment = document.root.entry('environment');
    if (environment) {
      yield {
        range: environment.keyRange,
        message: l10n.t('For a triton_model Azure brings Triton Inference Server itself. Remove environment.'),
      };
    }
  },
};
