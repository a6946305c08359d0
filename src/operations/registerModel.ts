import type { Models, ModelVersion } from '../azure/models';
import type { WorkspaceRef } from '../azure/resourceRefs';
import type { ModelUploader } from '../azure/upload/uploadModel';
import type { ProgressSink } from '../base/progress';

/** A model repository on disk (or a single file) that is to become a model version. */
export interface ModelToRegister {
  /** Absent together with the version: an anonymous model, named by its content (azureml.md 5.2). */
  readonly name?: string;
  /** The service's next one when absent. */
  readonly version?: string;
  readonly type: string;
  /** Absolute. For Triton the model repository, the parent of the model folders. */
  readonly path: string;
  readonly datastore?: string;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
}

export interface RegisterModelPorts {
  readonly models: Pick<Models, 'nextVersion' | 'putVersion'>;
  readonly uploader: ModelUploader;
  readonly progress: ProgressSink;
}

/** Uploads what is not there yet, then registers the version. */
export async function registerModel(
  workspace: WorkspaceRef,
  model: ModelToRegister,
  ports: RegisterModelPorts,
  signal: AbortSignal,
): Promise<ModelVersion> {
  throw new Error('stub');
}
