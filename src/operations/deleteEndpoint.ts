import * as l10n from '@vscode/l10n';
import type { OnlineEndpoints } from '../azure/onlineEndpoints';
import type { EndpointRef } from '../azure/resourceRefs';
import type { ProgressSink } from '../base/progress';
import { inWords } from './inWords';

export interface DeleteEndpointPorts {
  readonly endpoints: Pick<OnlineEndpoints, 'delete'>;
  readonly progress: ProgressSink;
}

/** Deletes the endpoint and its deployments; models stay. */
export async function deleteEndpoint(ref: EndpointRef, ports: DeleteEndpointPorts, signal: AbortSignal): Promise<void> {
  ports.progress.begin(l10n.t('Deleting endpoint {0}', ref.endpoint));
  await inWords(
    (reason) => l10n.t('Could not delete endpoint {0}. {1}', ref.endpoint, reason),
    () =>
      ports.endpoints.delete(ref, {
        signal,
        onState: (state) => {
          ports.progress.update(state);
        },
      }),
  );
  ports.progress.end();
}
