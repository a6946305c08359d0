import type { OperationWatch } from './operationWatch';
import type { Page } from './page';
import type { DeploymentRef, EndpointRef } from './resourceRefs';

/** `…/onlineEndpoints/{e}/deployments/{d}`; azureml.md 1.3. */
export interface OnlineDeployment {
  readonly ref: DeploymentRef;
  /** ARM id or asset id of the model version. */
  readonly model?: string;
  readonly instanceType?: string;
  readonly instanceCount: number;
  /** As of an endpoint, and `Scaling`. */
  readonly state: string;
  readonly createdAt?: Date;
}

export interface ProbeBody {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

export interface OnlineDeploymentBody {
  readonly location: string;
  readonly model: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
  readonly environmentVariables?: ReadonlyMap<string, string>;
  readonly appInsightsEnabled?: boolean;
  readonly egressPublicNetworkAccess?: 'Enabled' | 'Disabled';
  readonly requestSettings?: {
    readonly requestTimeoutMs?: number;
    readonly maxConcurrentRequestsPerInstance?: number;
    readonly maxQueueWaitMs?: number;
  };
  readonly livenessProbe?: ProbeBody;
  readonly readinessProbe?: ProbeBody;
}

export type ContainerLog = 'InferenceServer' | 'StorageInitializer';

export interface OnlineDeployments {
  list(endpoint: EndpointRef, signal: AbortSignal): Promise<Page<OnlineDeployment>>;
  get(ref: DeploymentRef, signal: AbortSignal): Promise<OnlineDeployment>;
  put(ref: DeploymentRef, body: OnlineDeploymentBody, watch: OperationWatch): Promise<OnlineDeployment>;
  delete(ref: DeploymentRef, watch: OperationWatch): Promise<void>;
  logs(ref: DeploymentRef, container: ContainerLog, tail: number, signal: AbortSignal): Promise<string>;
}
