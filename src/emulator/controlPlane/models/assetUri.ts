import type { WorkspaceScope } from '../resourceScope';

/** Where the bytes of an asset are: a folder or one file in the container of a datastore. */
interface DatastorePath {
  readonly datastore: string;
  /** Without a slash at either end. */
  readonly path: string;
}

const SHORT = /^azureml:\/\/datastores\/(?<datastore>[^/]+)\/paths\/(?<path>.+)$/i;
const LONG =
  /^azureml:\/\/subscriptions\/(?<subscription>[^/]+)\/resourcegroups\/(?<group>[^/]+)\/(?:providers\/Microsoft\.MachineLearningServices\/)?workspaces\/(?<workspace>[^/]+)\/datastores\/(?<datastore>[^/]+)\/paths\/(?<path>.+)$/i;

/** `azureml://datastores/x/paths/y` in full, as the service keeps it; anything else as it is. */
export function longAssetUri(uri: string, scope: WorkspaceScope): string {
  const short = SHORT.exec(uri)?.groups;
  if (!short) {
    return uri;
  }
  const { resourceGroup, name } = scope.workspace;
  const workspace = `azureml://subscriptions/${scope.subscriptionId}/resourcegroups/${resourceGroup}/workspaces/${name}`;
  return `${workspace}/datastores/${short['datastore'] ?? ''}/paths/${short['path'] ?? ''}`;
}

/** Undefined when the URI does not lead into a datastore of this workspace. */
export function datastorePath(uri: string, scope: WorkspaceScope): DatastorePath | undefined {
  const found = LONG.exec(longAssetUri(uri, scope))?.groups;
  const here = `${scope.subscriptionId}/${scope.workspace.resourceGroup}/${scope.workspace.name}`;
  const there = `${found?.['subscription'] ?? ''}/${found?.['group'] ?? ''}/${found?.['workspace'] ?? ''}`;
  if (!found || here.toLowerCase() !== there.toLowerCase()) {
    return undefined;
  }
  return { datastore: found['datastore'] ?? '', path: (found['path'] ?? '').replace(/^\/+|\/+$/g, '') };
}
