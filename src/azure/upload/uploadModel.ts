import type { WorkspaceRef } from '../resourceRefs';

export interface UploadRequest {
  readonly workspace: WorkspaceRef;
  /** `workspaceblobstore` when absent. */
  readonly datastore?: string;
  /** Absolute path of the model repository's folder, or of a single file. */
  readonly path: string;
  /** The asset's name and version, written on the indicator blob; absent for an anonymous model. */
  readonly asset?: { readonly name: string; readonly version: string };
}

export interface UploadProgress {
  readonly phase: 'hashing' | 'uploading';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly files: number;
}

export interface UploadResult {
  /** `azureml://subscriptions/…/datastores/{ds}/paths/LocalUpload/{hash}/{folder}` */
  readonly modelUri: string;
  /** Content hash of azureml.md 5.4, hex. */
  readonly hash: string;
  readonly bytes: number;
  readonly files: number;
  /** True when the same content was there already and nothing was sent. */
  readonly skipped: boolean;
}

export interface ModelUploader {
  /** Uploads as the official SDK does (azureml.md 5.3–5.5), so that both make the same asset. */
  upload(request: UploadRequest, onProgress: (progress: UploadProgress) => void, signal: AbortSignal): Promise<UploadResult>;
}
