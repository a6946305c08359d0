import type { WorkspaceRef } from './resourceRefs';

/** How the container of a datastore is opened. The credential lives in memory only, for one upload. */
export type ContainerCredential =
  | { readonly kind: 'sas'; readonly sasToken: string }
  | { readonly kind: 'accountKey'; readonly accountName: string; readonly key: string }
  | { readonly kind: 'identity' };

export interface BlobContainer {
  readonly datastore: string;
  /** `https://{account}.blob.{suffix}/{container}`; path style where the suffix is an IP address or localhost with a port. */
  readonly containerUrl: string;
  readonly credential: ContainerCredential;
}

export interface Datastores {
  /** The container behind a datastore, `workspaceblobstore` unless named; azureml.md 5.3. */
  openContainer(workspace: WorkspaceRef, datastore: string | undefined, signal: AbortSignal): Promise<BlobContainer>;
}
