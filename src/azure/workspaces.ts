import { Fields } from '../base/decode';
import type { ArmClient } from './arm/armClient';
import { resourceGroupOf } from './arm/resourceFields';
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

export function workspaces(arm: ArmClient): Workspaces {
  return {
    list: (subscriptionId, signal) =>
      arm.page(
        subscriptionId,
        (client, options) => client.workspaces.listBySubscription(options),
        (raw, path) => workspaceFrom(raw, path, subscriptionId),
        signal,
      ),
    get: ({ subscriptionId, resourceGroup, workspace }, signal) =>
      arm.read(
        subscriptionId,
        (client, options) => client.workspaces.get(resourceGroup, workspace, options),
        (raw) => workspaceFrom(raw, 'workspace', subscriptionId),
        signal,
      ),
  };
}

function workspaceFrom(raw: unknown, path: string, subscriptionId: string): Workspace {
  const fields = Fields.of(raw, path);
  const resourceGroup = resourceGroupOf(fields.text('id'), path);
  return { ref: { subscriptionId, resourceGroup, workspace: fields.text('name') }, location: fields.text('location') };
}
