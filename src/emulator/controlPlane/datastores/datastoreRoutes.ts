import { ArmError, notFound } from '../armError';
import { ok } from '../armResponse';
import type { Access } from '../authorization';
import { workspaceGuid } from '../directory';
import { inWorkspace } from '../inWorkspace';
import { page } from '../paging';
import { resourceType, type WorkspaceScope } from '../resourceScope';
import { workspacePath, type PathValues, type Route } from '../route';

/** The one datastore of every workspace, named as in Azure. */
export const defaultDatastore = 'workspaceblobstore';

/** What the control plane needs of the blob service. */
export interface BlobAccount {
  readonly accountName: string;
  /** `127.0.0.1:4322`: what stands in a datastore where Azure has `core.windows.net`. */
  readonly host: string;
  readonly protocol: 'http' | 'https';
  /** A shared access signature of a container, without a leading `?`. */
  containerSas(container: string, lifetimeHours: number): string;
}

/** `azureml-blobstore-{workspace guid}`, as Azure names it. */
export function datastoreContainer(scope: WorkspaceScope): string {
  return `azureml-blobstore-${workspaceGuid(scope.subscriptionId, scope.workspace)}`;
}

/** Datastores: list, get and their secret. */
export function datastoreRoutes(blobs: BlobAccount, access: Access): Route[] {
  const path = `${workspacePath}/datastores/{datastore}`;
  return [
    {
      method: 'GET',
      path: `${workspacePath}/datastores`,
      answer: inWorkspace(access, (request, _values, scope) => page(request, [scope], (it) => view(blobs, it), ['count'])),
    },
    {
      method: 'GET',
      path,
      answer: inWorkspace(access, (_request, values, scope) => {
        check(values, scope);
        return ok(view(blobs, scope));
      }),
    },
    {
      method: 'POST',
      path: `${path}/listSecrets`,
      answer: inWorkspace(access, async (request, values, scope) => {
        check(values, scope);
        // The body is younger than the operation: old clients send none.
        const hours = (await request.optionalBody())?.optionalNumber('expireAfterHours') ?? 24;
        if (!(hours > 0 && hours <= 24 * 7)) {
          throw new ArmError(400, {
            code: 'BadArgument',
            message: 'expireAfterHours must be between 1 and 168.',
            target: 'expireAfterHours',
          });
        }
        return ok({ secretsType: 'Sas', sasToken: blobs.containerSas(datastoreContainer(scope), hours) });
      }),
    },
  ];
}

function check(values: PathValues, scope: WorkspaceScope): void {
  if (values('datastore').toLowerCase() !== defaultDatastore) {
    throw notFound('ResourceNotFound', `Datastore ${values('datastore')} was not found in workspace ${scope.workspace.name}.`);
  }
}

function view(blobs: BlobAccount, scope: WorkspaceScope): unknown {
  return {
    id: `${scope.id}/datastores/${defaultDatastore}`,
    name: defaultDatastore,
    type: resourceType('datastores'),
    properties: {
      datastoreType: 'AzureBlob',
      isDefault: true,
      description: null,
      tags: {},
      properties: {},
      accountName: blobs.accountName,
      containerName: datastoreContainer(scope),
      endpoint: blobs.host,
      protocol: blobs.protocol,
      serviceDataAccessAuthIdentity: 'None',
      credentials: { credentialsType: 'Sas' },
    },
  };
}
