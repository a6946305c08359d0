import * as l10n from '@vscode/l10n';
import type { Models } from '../azure/models';
import type { ModelRef } from '../azure/resourceRefs';
import type { ProgressSink } from '../base/progress';
import { inWords } from './inWords';

export interface DeleteModelPorts {
  readonly models: Pick<Models, 'delete'>;
  readonly progress: ProgressSink;
}

/** Deletes a model with all of its versions; the uploaded files stay, and so do deployments that run them. */
export async function deleteModel(ref: ModelRef, ports: DeleteModelPorts, signal: AbortSignal): Promise<void> {
  ports.progress.begin(l10n.t('Deleting model {0} and all of its versions', ref.model));
  await inWords(
    (reason) => l10n.t('Could not delete model {0}. {1}', ref.model, reason),
    () => ports.models.delete(ref, signal),
  );
  ports.progress.end();
}
