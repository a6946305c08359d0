import type { Page } from './page';
import type { WorkspaceRef } from './resourceRefs';

export interface Workspace {
  readonly ref: WorkspaceRef;
  readonly location: string;
}

export interface Workspaces {
  list(subscriptionId: string, signal: AbortSignal): Promise<Page<Workspace>>;
  get(ref: WorkspaceRef, signal: AbortSignal): Promise<Workspace>;
}
