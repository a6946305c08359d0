/** Faults of an exchange, on the way to and from any of the three services. */
export type ExchangeFault =
  | 'throttled'
  | 'throttled-until-date'
  | 'throttled-without-wait'
  | 'request-timeout'
  | 'server-error'
  | 'bad-gateway'
  | 'unavailable'
  | 'unavailable-without-wait'
  | 'gateway-timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'precondition-failed'
  | 'too-large'
  | 'html'
  | 'empty-object'
  | 'cut-json'
  | 'wrong-content-type'
  | 'closed'
  | 'closed-upload'
  | 'cut-body'
  | 'stalled'
  | 'no-answer'
  | 'slow'
  | 'clock-ahead'
  | 'clock-behind';

/** Of Resource Manager, storage and scoring alone. */
export type ArmFault = 'unknown-state' | 'asset-path';
export type BlobFault = 'corrupted-upload';

export type ScoringFault =
  | 'no-deployment'
  | 'model-refuses'
  | 'container-restarting'
  | 'model-too-slow'
  | 'too-many-pending'
  | 'rate-limited'
  | 'bandwidth'
  | 'endless'
  | 'gzip-bomb'
  | 'wrong-header-length'
  | 'wrong-binary-size'
  | 'negative-shape'
  | 'overflowing-shape'
  | 'not-a-number'
  | 'duplicate-outputs'
  | 'text-past-end';

/** How the operation of a deployment can end. */
export type DeploymentFault =
  | 'out-of-quota-cores'
  | 'out-of-quota-cluster'
  | 'out-of-quota-disk'
  | 'out-of-quota-memory'
  | 'out-of-quota-kubernetes'
  | 'out-of-quota-region'
  | 'out-of-quota-container'
  | 'image-build'
  | 'image-build-authorization'
  | 'image-build-compute'
  | 'image-build-timeout'
  | 'image-pull'
  | 'image-missing'
  | 'image-egress'
  | 'subscription-missing'
  | 'startup-authorization'
  | 'policy-template'
  | 'model-download'
  | 'mlflow-network'
  | 'kubernetes-limits'
  | 'container-crashed'
  | 'liveness-probe'
  | 'readiness-probe'
  | 'gpu-out-of-memory'
  | 'container-killed'
  | 'resource-missing'
  | 'network-not-ready'
  | 'canceled-by-priority'
  | 'canceled-by-lock'
  | 'secrets-injection'
  | 'internal-error';

/** How the operation of an endpoint can end. */
export type EndpointFault =
  'out-of-quota-endpoints' | 'out-of-quota-role-assignments' | 'legacy-mode' | 'key-vault-firewall' | 'canceled-by-lock' | 'internal-error';

export type FaultPlace = 'arm' | 'blob' | 'scoring' | 'deployment' | 'endpoint';

/** Path of the emulator's own resource, below the address of its Resource Manager. GET lists, PUT `{ "faults": [spec] }` sets, DELETE clears. */
export const faultsPath = '/emulator/faults';

/** A fault that can be caused. */
export interface FaultChoice {
  /** `deployment.out-of-quota-cores`: the place and the name. */
  readonly id: string;
  /** What a client gets to see, in the words of the service. */
  readonly says: string;
}

/** A fault that is set. */
export interface SetFault {
  readonly id: string;
  /** As it was asked for: `arm.throttled:every=3`. */
  readonly spec: string;
  /** How often it has struck. */
  readonly struck: number;
}
