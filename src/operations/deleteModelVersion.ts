import * as l10n from '@vscode/l10n';
import type { Models } from '../azure/models';
import type { ModelVersionRef } from '../azure/resourceRefs';
import type { ProgressSink } from '../base/progress';
import { inWords } from './inWords';

export interface DeleteModelVersionPorts {
  readonly models: Pick<Models, 'deleteVersion'>;
  readonly progress: ProgressSink;
}

/** Deletes one version; the others stay, and so do the uploaded files, which other versions may share. */
export async function deleteModelVersion(ref: ModelVersionRef, ports: DeleteModelVersionPorts, signal: AbortSignal): Promise<void> {
  ports.progress.begin(l10n.t('Deleting version {0} of model {1}', ref.version, ref.model));
  await inWords(
    (reason) => l10n.t('Could not delete version {0} of model {1}. {2}', ref.version, ref.model, reason),
    () => ports.models.deleteVersion(ref, signal),
  );
  ports.progress.end();
}
