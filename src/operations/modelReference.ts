import * as l10n from '@vscode/l10n';
import type { Models } from '../azure/models';
import { modelVersionId, type WorkspaceRef } from '../azure/resourceRefs';
import { UserError } from '../base/errors';
import { inWords } from './inWords';

/**
 * The id that a deployment's `model: azureml:…` stands for (azure-ai-ml, _utils/_arm_id_utils.py): an ARM id for a name with version or `@latest`,
 * ARM ids and registry addresses as they are.
 */
export async function resolveModelReference(
  reference: string,
  workspace: WorkspaceRef,
  models: Pick<Models, 'latest'>,
  signal: AbortSignal,
): Promise<string> {
  if (/^(azureml:)?\/?subscriptions\//i.test(reference)) {
    return reference.replace(/^azureml:/i, '').replace(/^(?!\/)/, '/');
  }
  if (/^azureml:\/\//i.test(reference)) {
    return reference;
  }
  if (!/^azureml:/i.test(reference)) {
    throw new UserError(
      l10n.t('Model {0} is no reference. Write azureml:NAME:VERSION, azureml:NAME@latest or the id of a model version.', reference),
      'bad-model-reference',
    );
  }
  const name = reference.slice('azureml:'.length);
  const [, latest] = /^([^:@]+)@latest$/.exec(name) ?? [];
  if (latest !== undefined) {
    const version = await inWords(
      (reason) => l10n.t('Could not find the latest version of model {0}. {1}', latest, reason),
      () => models.latest({ ...workspace, model: latest }, signal),
    );
    return modelVersionId(version.ref);
  }
  const [, model, version] = /^([^:@]+):(.+)$/.exec(name) ?? [];
  if (model === undefined || version === undefined) {
    throw new UserError(
      l10n.t(
        'Model reference {0} names no version. Write azureml:{1}:VERSION or azureml:{1}@latest.',
        reference,
        name.replace(/[:@].*$/, ''),
      ),
      'bad-model-reference',
    );
  }
  return modelVersionId({ ...workspace, model, version });
}
