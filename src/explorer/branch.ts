import type { AzureMl } from '../azure/azureMl';
import { workspaceId, type WorkspaceRef } from '../azure/resourceRefs';
import type { Place } from './explorerNode';

/** What the rows under one service share. */
export interface Branch {
  readonly place: Place;
  readonly azure: AzureMl;
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
