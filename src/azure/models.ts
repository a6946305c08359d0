import type { Page } from './page';
import type { ModelRef, ModelVersionRef, WorkspaceRef } from './resourceRefs';

/** A model container: the name that versions hang on. */
export interface Model {
  readonly ref: ModelRef;
  readonly latestVersion?: string;
  readonly createdAt?: Date;
}

export interface ModelVersion {
  readonly ref: ModelVersionRef;
  /** `triton_model`, `custom_model`, `mlflow_model`. */
  readonly type: string;
  readonly uri: string;
  readonly createdAt?: Date;
  readonly description?: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly properties: ReadonlyMap<string, string>;
}

export interface ModelVersionBody {
  readonly uri: string;
  readonly type: string;
  readonly isAnonymous?: boolean;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
}

export interface Models {
  list(workspace: WorkspaceRef, signal: AbortSignal): Promise<Page<Model>>;
  /** Newest first. */
  versions(model: ModelRef, signal: AbortSignal): Promise<Page<ModelVersion>>;
  getVersion(ref: ModelVersionRef, signal: AbortSignal): Promise<ModelVersion>;
  /** The version that `@latest` means: the one created last. Rejects with `notFound` when there is none. */
  latest(model: ModelRef, signal: AbortSignal): Promise<ModelVersion>;
  /** What the service would number the next version; "1" for a new model. */
  nextVersion(model: ModelRef, signal: AbortSignal): Promise<string>;
  putVersion(ref: ModelVersionRef, body: ModelVersionBody, signal: AbortSignal): Promise<ModelVersion>;
  deleteVersion(ref: ModelVersionRef, signal: AbortSignal): Promise<void>;
  /** The container and all of its versions. */
  delete(ref: ModelRef, signal: AbortSignal): Promise<void>;
}
