import type { OperationWatch } from './operationWatch';
import type { Page } from './page';
import type { EndpointRef, WorkspaceRef } from './resourceRefs';

export type AuthMode = 'Key' | 'AMLToken' | 'AADToken';

/** `Microsoft.MachineLearningServices/workspaces/onlineEndpoints`; azureml.md 1.3. */
export interface OnlineEndpoint {
  readonly ref: EndpointRef;
  readonly location: string;
  readonly authMode: AuthMode;
  /** Deployment name -> percent. */
  readonly traffic: ReadonlyMap<string, number>;
  /** `Creating`, `Updating`, `Deleting`, `Succeeded`, `Failed`, `Canceled`; absent from the service means Succeeded. */
  readonly state: string;
  readonly scoringUri?: string;
  readonly description?: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly createdAt?: Date;
}

export interface OnlineEndpointBody {
  readonly location: string;
  readonly authMode: AuthMode;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
  readonly publicNetworkAccess?: 'Enabled' | 'Disabled';
  /** ARM ids of user-assigned identities; absent means system-assigned. */
  readonly userAssignedIdentities?: readonly string[];
}

export interface OnlineEndpoints {
  list(workspace: WorkspaceRef, signal: AbortSignal): Promise<Page<OnlineEndpoint>>;
  get(ref: EndpointRef, signal: AbortSignal): Promise<OnlineEndpoint>;
  /** Creates it, or updates it where it is there; waits until the operation has ended. */
  put(ref: EndpointRef, body: OnlineEndpointBody, watch: OperationWatch): Promise<OnlineEndpoint>;
  /** GET, modify, PUT: traffic cannot be patched. Whatever else stands in the endpoint is sent back as it came. */
  setTraffic(ref: EndpointRef, traffic: ReadonlyMap<string, number>, watch: OperationWatch): Promise<OnlineEndpoint>;
  delete(ref: EndpointRef, watch: OperationWatch): Promise<void>;
  /** The bearer secret of the scoring URI: primary key, AML token, or the caller's own token for `AADToken`. */
  scoringSecret(endpoint: OnlineEndpoint, signal: AbortSignal): Promise<string>;
}
