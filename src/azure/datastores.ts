import * as l10n from '@vscode/l10n';
import { Fields } from '../base/decode';
import { UserError } from '../base/errors';
import type { ArmClient } from './arm/armClient';
import { AzureError } from './azureError';
import { isSafeForCredentials } from './transport/loopback';
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
  /** The container behind a datastore, `workspaceblobstore` unless named. */
  openContainer(workspace: WorkspaceRef, datastore: string | undefined, signal: AbortSignal): Promise<BlobContainer>;
}

/** The datastore that the official SDK uploads to when none is named. */
const defaultDatastore = 'workspaceblobstore';

export function datastores(arm: ArmClient): Datastores {
  return {
    openContainer: async (workspace, named, signal) => {
      const name = named ?? defaultDatastore;
      const { subscriptionId, resourceGroup, workspace: ws } = workspace;
      const container = await arm.read(
        subscriptionId,
        (client, options) => client.datastores.get(resourceGroup, ws, name, options),
        (raw) => containerFrom(raw, name),
        signal,
      );
      const credential = container.hasSecrets ? await secretsOf(arm, workspace, name, container.accountName, signal) : identity;
      return { datastore: name, containerUrl: containerUrl(container, credential), credential };
    },
  };
}

const identity: ContainerCredential = { kind: 'identity' };

interface ContainerAddress {
  readonly datastore: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly accountName: string;
  readonly container: string;
  readonly hasSecrets: boolean;
}

/** Where the blobs are: an AzureBlob datastore's container, or the file system of a Data Lake, which speaks the blob protocol too. */
function containerFrom(raw: unknown, name: string): ContainerAddress {
  const properties = Fields.of(raw, 'datastore').fields('properties');
  const type = properties.text('datastoreType');
  if (type !== 'AzureBlob' && type !== 'AzureDataLakeGen2') {
    throw new UserError(
      l10n.t('Models cannot be uploaded to datastore {0}: it is of type {1}. Choose a datastore of type AzureBlob.', name, type),
      'datastore-type',
    );
  }
  return {
    datastore: name,
    protocol: properties.optionalText('protocol') ?? 'https',
    endpoint: properties.optionalText('endpoint') ?? 'core.windows.net',
    accountName: properties.text('accountName'),
    container: properties.text(type === 'AzureBlob' ? 'containerName' : 'filesystem'),
    hasSecrets: (properties.optionalFields('credentials')?.optionalText('credentialsType') ?? 'None') !== 'None',
  };
}

/** Whoever may not read the secrets may still write with a role of their own: the official SDK falls back the same way. */
async function secretsOf(
  arm: ArmClient,
  { subscriptionId, resourceGroup, workspace }: WorkspaceRef,
  name: string,
  accountName: string,
  signal: AbortSignal,
): Promise<ContainerCredential> {
  try {
    return await arm.read(
      subscriptionId,
      (client, options) => client.datastores.listSecrets(resourceGroup, workspace, name, options),
      (raw) => credentialFrom(raw, accountName),
      signal,
    );
  } catch (error) {
    if (error instanceof AzureError && ['forbidden', 'refused', 'notFound'].includes(error.kind)) {
      return identity;
    }
    throw error;
  }
}

function credentialFrom(raw: unknown, accountName: string): ContainerCredential {
  const fields = Fields.of(raw, 'secrets');
  switch (fields.text('secretsType')) {
    case 'Sas':
      return { kind: 'sas', sasToken: fields.text('sasToken').replace(/^\?/, '') };
    case 'AccountKey':
      return { kind: 'accountKey', accountName, key: fields.text('key') };
    default:
      return identity;
  }
}

/** The storage suffixes of Azure's clouds: the caller's own token goes nowhere else. */
const knownSuffixes = ['core.windows.net', 'core.chinacloudapi.cn', 'core.usgovcloudapi.net', 'storage.azure.net'];

function containerUrl(address: ContainerAddress, credential: ContainerCredential): string {
  const { datastore, protocol, endpoint, accountName, container } = address;
  // An IP address or localhost has no subdomains: the account is the first segment of the path there.
  const isPathStyle = /^(localhost|[\d.]+|\[[\da-f:]+\])(:\d+)?$/i.test(endpoint);
  const url = isPathStyle
    ? `${protocol}://${endpoint}/${accountName}/${container}`
    : `${protocol}://${accountName}.blob.${endpoint}/${container}`;
  const isPlain = /^[\w-]+$/.test(accountName) && /^[\w$-]+$/.test(container) && URL.canParse(url) && isSafeForCredentials(new URL(url));
  const isKnown = credential.kind !== 'identity' || isPathStyle || knownSuffixes.some((suffix) => endpoint.endsWith(suffix));
  if (!isPlain || !isKnown) {
    throw new UserError(
      l10n.t('Datastore {0} names a storage address that this extension does not trust with credentials: {1}.', datastore, url),
      'datastore-address',
    );
  }
  return url;
}
