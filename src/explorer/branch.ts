import type { Directory } from '../azure/directory';
import type { Models } from '../azure/models';
import type { OnlineDeployments } from '../azure/onlineDeployments';
import type { OnlineEndpoints } from '../azure/onlineEndpoints';
import { workspaceId, type WorkspaceRef } from '../azure/resourceRefs';
import type { Workspaces } from '../azure/workspaces';
import type { Place } from './explorerNode';

/** What rows ask a service for; azure/azureMl.ts is more than that. */
export interface BranchClient {
  readonly directory: Directory;
  readonly workspaces: Pick<Workspaces, 'list'>;
  readonly models: Pick<Models, 'list' | 'versions' | 'writes'>;
  readonly endpoints: Pick<OnlineEndpoints, 'list' | 'get'>;
  readonly deployments: Pick<OnlineDeployments, 'list'>;
}

/** What the rows under one service share. */
export interface Branch {
  readonly place: Place;
  readonly azure: BranchClient;
  readonly now: () => Date;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
}

/** First part of the ids under a branch: the same workspace can be reached through two tenants (Azure Lighthouse). */
export function branchId(place: Place): string {
  return place.kind === 'emulator' ? 'emulator' : `azure/${place.tenantId ?? 'home'}`;
}

/** What the ids of all rows under a workspace begin with. */
export function workspaceRowId(place: Place, workspace: WorkspaceRef): string {
  return `${branchId(place)}${workspaceId(workspace)}`;
}
