import type { OnlineEndpoints } from '../azure/onlineEndpoints';
import type { EndpointRef } from '../azure/resourceRefs';
import type { ProgressSink } from '../base/progress';

export interface DeleteEndpointPorts {
  readonly endpoints: Pick<OnlineEndpoints, 'delete'>;
  readonly progress: ProgressSink;
}

/** Deletes the endpoint and its deployments; models stay. */
export async function deleteEndpoint(ref: EndpointRef, ports: DeleteEndpointPorts, signal: AbortSignal): Promise<void> {
  throw new Error('stub');
}
