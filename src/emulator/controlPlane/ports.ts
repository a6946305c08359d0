import type { ScoringAddress } from './endpoints/endpointRecord';

/** One file of a model in the blob service. */
export interface ModelFile {
  /** Path below the model's folder, `model_1/1/model.onnx`; never leaves it. */
  readonly relativePath: string;
  /** Absolute path of the bytes on disk. They are never changed in place, so a hard link to them stays what it is. */
  readonly file: string;
  readonly size: number;
}

/** Where the storage initializer gets models from. */
export interface ModelFiles {
  /** Every blob below `path` of the container, or the one blob that is named so; empty when there is none. */
  find(container: string, path: string): readonly ModelFile[];
}

/** How an operation ends instead of well, where that was asked for. */
export interface Outcome {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
  /** What the containers have written by then; absent where they have never started. */
  readonly logs?: { readonly storageInitializer: readonly string[]; readonly inferenceServer: readonly string[] };
}

/** Asked once for each operation that writes an endpoint or a deployment. */
export type FindOutcome = (kind: 'endpoint' | 'deployment', resourceId: string) => Outcome | undefined;

/** The scoring addresses of endpoints. */
export interface ScoringPorts {
  /** Opens the address of an endpoint, the preferred port if it is free. */
  open(endpointId: string, preferredPort?: number): Promise<ScoringAddress>;
  close(endpointId: string): Promise<void>;
}
