import { createHash } from 'node:crypto';
import { Fields, textOf } from '../../base/decode';

export interface DirectoryWorkspace {
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
}

export interface DirectorySubscription {
  readonly id: string;
  readonly displayName: string;
  readonly tenantId: string;
  /** `Enabled`, `Disabled`, `PastDue`, `Warned`, `Deleted`. */
  readonly state: string;
  readonly workspaces: readonly DirectoryWorkspace[];
}

/** What one bearer token may do. */
export interface Caller {
  /** Undefined sees the subscriptions of every tenant: the emulator's own secret. */
  readonly tenantId?: string;
  /** Ids that it has a role on; undefined is all of its tenant. */
  readonly subscriptions?: readonly string[];
  /** Since when its token is too old, in milliseconds of the epoch; absent for one that never is. */
  readonly expires?: number;
  /** Known to the directory, but without any role: every resource answers 403. */
  readonly denied: boolean;
}

/** Who exists and what they may see: the part of Azure that is not Azure Machine Learning. */
export interface Directory {
  readonly tenants: readonly { readonly tenantId: string; readonly displayName: string }[];
  readonly subscriptions: readonly DirectorySubscription[];
  readonly callers: ReadonlyMap<string, Caller>;
}

/** The directory of an emulator that was given none: one of each, with ids that never change. */
export const localDirectory: Directory = {
  tenants: [{ tenantId: '10ca1000-0000-4000-8000-000000000001', displayName: 'Local emulator' }],
  subscriptions: [
    {
      id: '10ca1000-0000-4000-8000-000000000002',
      displayName: 'Local emulator',
      tenantId: '10ca1000-0000-4000-8000-000000000001',
      state: 'Enabled',
      workspaces: [{ resourceGroup: 'local', name: 'local-workspace', location: 'local' }],
    },
  ],
  callers: new Map(),
};

/**
 * Reads a directory file: `{ tenants: [{ tenantId, displayName }], subscriptions: [{ id, displayName, tenantId, state?,
 * workspaces: [{ resourceGroup, name, location }] }], tokens: { TOKEN: { tenantId, subscriptions?, expired?, lifetimeSeconds?, denied? } } }`.
 * Throws a DecodeError that names the field.
 */
export function directoryFrom(raw: unknown): Directory {
  const fields = Fields.of(raw, 'directory');
  return {
    tenants: fields.list('tenants', (item, path) => {
      const tenant = Fields.of(item, path);
      return { tenantId: tenant.text('tenantId'), displayName: tenant.text('displayName') };
    }),
    subscriptions: fields.list('subscriptions', subscriptionFrom),
    callers: fields.map('tokens', callerFrom),
  };
}

export function isExpired(caller: Caller): boolean {
  return caller.expires !== undefined && caller.expires <= Date.now();
}

/** The guid of a workspace (`properties.workspaceId`): the same at every start. */
export function workspaceGuid(subscriptionId: string, workspace: DirectoryWorkspace): string {
  const key = `${subscriptionId}/${workspace.resourceGroup}/${workspace.name}`.toLowerCase();
  return createHash('sha256')
    .update(key)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

function subscriptionFrom(raw: unknown, path: string): DirectorySubscription {
  const fields = Fields.of(raw, path);
  return {
    id: fields.text('id'),
    displayName: fields.text('displayName'),
    tenantId: fields.text('tenantId'),
    state: fields.optionalText('state') ?? 'Enabled',
    workspaces:
      fields.optionalList('workspaces', (item, at) => {
        const workspace = Fields.of(item, at);
        return { resourceGroup: workspace.text('resourceGroup'), name: workspace.text('name'), location: workspace.text('location') };
      }) ?? [],
  };
}

function callerFrom(raw: unknown, path: string): Caller {
  const fields = Fields.of(raw, path);
  const subscriptions = fields.optionalList('subscriptions', textOf);
  const seconds = fields.optionalNumber('lifetimeSeconds');
  const expires = fields.optionalFlag('expired') === true ? 0 : seconds === undefined ? undefined : Date.now() + seconds * 1000;
  return {
    tenantId: fields.text('tenantId'),
    ...(subscriptions ? { subscriptions } : {}),
    ...(expires === undefined ? {} : { expires }),
    denied: fields.optionalFlag('denied') ?? false,
  };
}
