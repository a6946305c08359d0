import type { TextRange } from '../../base/textRange';

/** A model as a YAML file or the inline `model:` of a deployment describes it; Azure ML YAML reference, model. */
export interface ModelSpec {
  readonly name?: string;
  readonly version?: string;
  /** `triton_model`, `custom_model`, `mlflow_model`; the 2021 spelling `model_format: Triton` reads as `triton_model`. */
  readonly type: string;
  /** As written: relative to the file, or an `azureml:`/`https:` address. The 2021 spelling is `local_path`. */
  readonly path: string;
  readonly datastore?: string;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
}

/** Azure ML YAML reference, online endpoint. */
export interface EndpointSpec {
  readonly name: string;
  readonly authMode: 'key' | 'aml_token' | 'aad_token';
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
  readonly publicNetworkAccess?: 'enabled' | 'disabled';
  readonly userAssignedIdentities?: readonly string[];
}

export interface ProbeSpec {
  readonly initialDelay?: number;
  readonly period?: number;
  readonly timeout?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

/** Azure ML YAML reference, managed online deployment. */
export interface DeploymentSpec {
  readonly name: string;
  readonly endpointName: string;
  /** A reference as written (`azureml:name:version`, `azureml:name@latest`, an ARM id) or an inline model. */
  readonly model: string | ModelSpec;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
  readonly environmentVariables?: ReadonlyMap<string, string>;
  readonly appInsightsEnabled?: boolean;
  readonly egressPublicNetworkAccess?: 'enabled' | 'disabled';
  readonly requestTimeoutMs?: number;
  readonly maxConcurrentRequestsPerInstance?: number;
  readonly maxQueueWaitMs?: number;
  readonly livenessProbe?: ProbeSpec;
  readonly readinessProbe?: ProbeSpec;
}

/** Why a file cannot be used as it stands; `range` is the place in its text. */
export interface SpecProblem {
  readonly message: string;
  readonly range: TextRange;
}

export type AzureMlFile =
  | { readonly kind: 'model'; readonly spec: ModelSpec }
  | { readonly kind: 'endpoint'; readonly spec: EndpointSpec }
  | { readonly kind: 'deployment'; readonly spec: DeploymentSpec }
  /** Not one of ours, or ours with something that must be mended first. */
  | { readonly kind: 'unusable'; readonly problems: readonly SpecProblem[] };
