import type { Datastores } from './datastores';
import type { Directory } from './directory';
import type { Models } from './models';
import type { OnlineDeployments } from './onlineDeployments';
import type { OnlineEndpoints } from './onlineEndpoints';
import type { ModelUploader } from './upload/uploadModel';
import type { Workspaces } from './workspaces';

/** One client for Azure and for the emulator: the difference is the AzureConnection it is opened with. */
export interface AzureMl {
  /** Whether the service bills deployments for as long as they exist. */
  readonly billed: boolean;
  readonly directory: Directory;
  readonly workspaces: Workspaces;
  readonly datastores: Datastores;
  readonly models: Models;
  readonly endpoints: OnlineEndpoints;
  readonly deployments: OnlineDeployments;
  readonly uploader: ModelUploader;
}
