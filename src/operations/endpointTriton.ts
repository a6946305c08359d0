import * as l10n from '@vscode/l10n';
import type { OnlineEndpoint, OnlineEndpoints } from '../azure/onlineEndpoints';
import { UserError } from '../base/errors';
import type { Log } from '../base/log';
import { createTritonClient, type TritonClient } from '../inference/tritonClient';
import { inWords } from './inWords';

export interface EndpointTritonPorts {
  readonly endpoints: Pick<OnlineEndpoints, 'scoringSecret'>;
  readonly log: Log;
}

/** The Triton server behind an endpoint, as traffic decides or with one deployment pinned. The key is asked for when it is needed. */
export function openEndpointTriton(endpoint: OnlineEndpoint, deployment: string | undefined, ports: EndpointTritonPorts): TritonClient {
  const name = endpoint.ref.endpoint;
  if (endpoint.scoringUri === undefined) {
    throw new UserError(
      l10n.t('Endpoint {0} has no address yet; its state is {1}. Wait until it is ready.', name, endpoint.state),
      'no-scoring-uri',
    );
  }
  return createTritonClient(
    {
      baseUrl: tritonBaseUrl(endpoint.scoringUri),
      secret: (signal) =>
        inWords(
          (reason) => l10n.t('Could not read the key of endpoint {0}. {1}', name, reason),
          () => ports.endpoints.scoringSecret(endpoint, signal),
        ),
      ...(deployment === undefined ? {} : { deployment }),
    },
    { log: ports.log },
  );
}

/**
 * `/v2` hangs off the address without its last `/score`: the host alone for a managed endpoint, a path for one on Kubernetes
 * (Azure docs, High-performance serving with Triton). An address without `/score` is a Triton server's own;
 * what was copied with a path of the protocol is cut from its `/v2` on.
 */
export function tritonBaseUrl(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname.replace(/\/v2(\/.*)?$/, '').replace(/\/(score\/?)?$/, '');
}
