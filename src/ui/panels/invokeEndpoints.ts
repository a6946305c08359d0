import * as l10n from '@vscode/l10n';
import type { AzureMl } from '../../azure/azureMl';
import type { OnlineEndpoint } from '../../azure/onlineEndpoints';
import { allPages } from '../../azure/page';
import { endpointId, type EndpointRef, type WorkspaceRef } from '../../azure/resourceRefs';
import { isCancelled } from '../../base/errors';
import type { Log } from '../../base/log';
import type { TritonClient } from '../../inference/tritonClient';
import { openEndpointTriton } from '../../operations/endpointTriton';

/** One workspace whose endpoints the panel offers. */
export interface PanelWorkspace {
  readonly ref: WorkspaceRef;
  /** `Local emulator`, `ws-prod` */
  readonly label: string;
  readonly local: boolean;
  readonly azure: Pick<AzureMl, 'endpoints' | 'deployments'>;
}

export interface InvokeDeployment {
  readonly name: string;
  /** Percent. */
  readonly traffic: number;
}

/** Something that the panel can invoke: an online endpoint, or a server that stands alone. */
export interface InvokeEndpoint {
  readonly id: string;
  readonly label: string;
  readonly local: boolean;
  /** Absent for a server that is no online endpoint. */
  readonly ref?: EndpointRef;
  /** Empty where nothing can be pinned. */
  deployments(signal: AbortSignal): Promise<readonly InvokeDeployment[]>;
  /** Without a deployment, traffic decides. */
  open(deployment?: string): TritonClient;
}

export interface InvokeEndpoints {
  /** In the order of the tree. */
  readonly found: readonly InvokeEndpoint[];
  /** Labels of the workspaces that could not be listed; their rows in the tree say why. */
  readonly failed: readonly string[];
}

/** Every endpoint of every workspace. */
export async function listInvokeEndpoints(workspaces: readonly PanelWorkspace[], log: Log, signal: AbortSignal): Promise<InvokeEndpoints> {
  const lists = await Promise.all(
    workspaces.map(async (workspace) => {
      try {
        const endpoints = await allPages(await workspace.azure.endpoints.list(workspace.ref, signal), signal);
        return { found: endpoints.map((endpoint) => invokeEndpoint(workspace, endpoint, log)), failed: [] };
      } catch (error) {
        if (isCancelled(error) || signal.aborted) {
          throw error;
        }
        log.warn(`the invoke panel could not list the endpoints of ${workspace.ref.workspace}`);
        return { found: [], failed: [workspace.label] };
      }
    }),
  );
  return { found: lists.flatMap(({ found }) => found), failed: lists.flatMap(({ failed }) => failed) };
}

function invokeEndpoint({ label, local, azure }: PanelWorkspace, listed: OnlineEndpoint, log: Log): InvokeEndpoint {
  const { ref } = listed;
  let endpoint = listed;
  return {
    id: endpointId(ref),
    label: l10n.t('{0} › {1}', label, ref.endpoint),
    local,
    ref,
    deployments: async (signal) => {
      // Traffic and address change while the panel is open, so the endpoint is asked again.
      const [now, first] = await Promise.all([azure.endpoints.get(ref, signal), azure.deployments.list(ref, signal)]);
      endpoint = now;
      const deployments = await allPages(first, signal);
      return deployments.map(({ ref: { deployment } }) => ({ name: deployment, traffic: now.traffic.get(deployment) ?? 0 }));
    },
    open: (deployment) => openEndpointTriton(endpoint, deployment, { endpoints: azure.endpoints, log }),
  };
}
