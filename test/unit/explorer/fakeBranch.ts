import type { ModelVersion } from '../../../src/azure/models';
import type { OnlineDeployment } from '../../../src/azure/onlineDeployments';
import type { OnlineEndpoint } from '../../../src/azure/onlineEndpoints';
import type { Page } from '../../../src/azure/page';
import type { Branch, BranchClient } from '../../../src/explorer/branch';
import type { ExplorerNode } from '../../../src/explorer/explorerNode';

export const workspace = { subscriptionId: 's', resourceGroup: 'g', workspace: 'w' };
const noon = new Date('2026-11-22T12:00:00Z');
export const minutesBefore = (minutes: number): Date => new Date(noon.getTime() - minutes * 60_000);

export function fakeVersion(changes: Partial<ModelVersion> = {}): ModelVersion {
  return {
    ref: { ...workspace, model: 'densenet', version: '2' },
    type: 'triton_model',
    uri: 'azureml://x',
    tags: new Map(),
    properties: new Map(),
    ...changes,
  };
}

export function fakeEndpoint(changes: Partial<OnlineEndpoint> = {}): OnlineEndpoint {
  const ref = { ...workspace, endpoint: 'demo-endpoint' };
  return { ref, location: 'local', authMode: 'Key', traffic: new Map([['blue', 100]]), state: 'Succeeded', tags: new Map(), ...changes };
}

export function fakeDeployment(changes: Partial<OnlineDeployment> = {}): OnlineDeployment {
  return {
    ref: { ...workspace, endpoint: 'demo-endpoint', deployment: 'blue' },
    instanceType: 'Standard_NC4as_T4_v3',
    instanceCount: 1,
    state: 'Succeeded',
    ...changes,
  };
}

/** A list of several pages. */
export function pages<T>([first = [], ...rest]: readonly (readonly T[])[]): Page<T> {
  return { items: first, ...(rest.length > 0 ? { more: () => Promise.resolve(pages(rest)) } : {}) };
}

/** A service that holds what a test puts into it, and nothing else. */
export function fakeBranch(held: {
  readonly versions?: Page<ModelVersion>;
  readonly models?: Page<string>;
  readonly endpoints?: readonly OnlineEndpoint[];
  readonly deployments?: readonly OnlineDeployment[];
  readonly directory?: BranchClient['directory'];
  readonly workspaces?: readonly string[];
}): Branch {
  const empty = pages<never>([]);
  const endpoint = held.endpoints?.[0] ?? fakeEndpoint();
  return {
    place: { kind: 'emulator' },
    locale: 'en',
    now: () => noon,
    azure: {
      directory: held.directory ?? { tenants: () => Promise.resolve([]), subscriptions: () => Promise.resolve([]) },
      workspaces: {
        list: () =>
          Promise.resolve({
            items: (held.workspaces ?? []).map((name) => ({ ref: { ...workspace, workspace: name }, location: 'westeurope' })),
          }),
      },
      models: {
        list: () => Promise.resolve(named(held.models ?? empty)),
        versions: () => Promise.resolve(held.versions ?? empty),
        writes: () => 0,
      },
      endpoints: { list: () => Promise.resolve({ items: held.endpoints ?? [] }), get: () => Promise.resolve(endpoint) },
      deployments: { list: () => Promise.resolve({ items: held.deployments ?? [] }) },
    },
  };
}

function named({ items, more }: Page<string>): Page<{ ref: { model: string } & typeof workspace }> {
  return {
    items: items.map((model) => ({ ref: { ...workspace, model } })),
    ...(more ? { more: async (signal: AbortSignal) => named(await more(signal)) } : {}),
  };
}

export async function childrenOf(node: ExplorerNode | undefined): Promise<readonly ExplorerNode[]> {
  return (await node?.children?.(AbortSignal.timeout(1000))) ?? [];
}

/** `label: description` of each row. */
export function lines(rows: readonly ExplorerNode[]): string[] {
  return rows.map(({ label, description }) => (description === undefined ? label : `${label}: ${description}`));
}
