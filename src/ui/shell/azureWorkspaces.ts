import type { Directory, Subscription, Tenant } from '../../azure/directory';
import { allPages } from '../../azure/page';
import type { Workspaces } from '../../azure/workspaces';
import { isCancelled } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Place } from '../../explorer/explorerNode';
import type { FoundWorkspace } from '../wizard/workspaceChoice';

export interface AzureWorkspaces {
  readonly found: readonly FoundWorkspace[];
  /** Names of the tenants and subscriptions that could not be listed. */
  readonly failed: readonly string[];
}

/** What is asked for; a client of azure/azureMl.ts fits. */
export interface WorkspaceLister {
  readonly directory: Directory;
  readonly workspaces: Pick<Workspaces, 'list'>;
}

/** Every workspace that the account sees, tenant by tenant. One tenant that asks for more than the session has must not hide the others. */
export async function listAzureWorkspaces(
  open: (place: Place) => WorkspaceLister,
  log: Log,
  signal: AbortSignal,
): Promise<AzureWorkspaces> {
  const tenants = await open({ kind: 'azure' }).directory.tenants(signal);
  const failed: string[] = [];
  const attempt = async <T>(name: string, list: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await list();
    } catch (error) {
      if (isCancelled(error) || signal.aborted) {
        throw error;
      }
      log.error(`listing the workspaces of ${name} failed`, error);
      failed.push(name);
      return [];
    }
  };
  const lists = await Promise.all(
    tenants.map((tenant) =>
      attempt(tenant.displayName, async () => {
        const subscriptions = await open(placeOf(tenant)).directory.subscriptions(signal);
        const each = subscriptions.map((subscription) =>
          attempt(subscription.displayName, () => workspacesOf(open, tenant, subscription, signal)),
        );
        return (await Promise.all(each)).flat();
      }),
    ),
  );
  return { found: lists.flat(), failed };
}

async function workspacesOf(
  open: (place: Place) => WorkspaceLister,
  tenant: Tenant,
  subscription: Subscription,
  signal: AbortSignal,
): Promise<readonly FoundWorkspace[]> {
  const place = placeOf(tenant);
  const workspaces = await allPages(await open(place).workspaces.list(subscription.subscriptionId, signal), signal);
  return workspaces.map(({ ref, location }) => ({
    place,
    ref,
    label: ref.workspace,
    location,
    path: `${tenant.displayName} / ${subscription.displayName}`,
  }));
}

function placeOf({ tenantId }: Tenant): Place {
  return { kind: 'azure', tenantId };
}
