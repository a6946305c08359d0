import * as l10n from '@vscode/l10n';
import type { AuthMode, OnlineEndpoint } from '../azure/onlineEndpoints';
import { endpointId } from '../azure/resourceRefs';
import { branchId, type Branch } from './branch';
import { deploymentNode } from './deploymentNode';
import type { ExplorerNode } from './explorerNode';
import { factSheet } from './markdown';
import { emptyNode } from './noticeNodes';
import { pagedRows } from './pagedRows';
import { provisioning, provisioningIcon } from './provisioning';

export function endpointNode(branch: Branch, endpoint: OnlineEndpoint): ExplorerNode {
  const { ref, state } = endpoint;
  const id = `${branchId(branch.place)}${endpointId(ref)}`;
  const auth = authModeWord(endpoint.authMode);
  const stage = provisioning(state);
  return {
    id,
    label: ref.endpoint,
    description: `${auth} · ${state}`,
    icon: provisioningIcon(state, 'radio-tower'),
    contextValue: stage === 'ready' ? 'endpoint' : `endpoint.${stage}`,
    tooltip: tooltip(branch, endpoint),
    accessibilityLabel: l10n.t('Endpoint {0}, {1}, authentication by {2}', ref.endpoint, state, auth),
    target: { kind: 'endpoint', place: branch.place, endpoint: ref },
    changing: stage === 'changing',
    expanded: branch.place.kind === 'emulator',
    children: (signal) => deployments(branch, endpoint, id, signal),
  };
}

/** As the YAML of an endpoint spells it; Azure ML YAML reference, auth_mode. */
function authModeWord(mode: AuthMode): string {
  return { Key: 'key', AMLToken: 'aml_token', AADToken: 'aad_token' }[mode];
}

async function deployments(branch: Branch, { ref }: OnlineEndpoint, id: string, signal: AbortSignal): Promise<readonly ExplorerNode[]> {
  // Read again: traffic moves while the row of the endpoint stays.
  const [{ traffic }, page] = await Promise.all([branch.azure.endpoints.get(ref, signal), branch.azure.deployments.list(ref, signal)]);
  const whenEmpty = emptyNode(
    id,
    l10n.t('No deployments yet'),
    l10n.t(
      'Right-click the endpoint and select Deploy to Endpoint…. An endpoint without a deployment answers no request and costs nothing.',
    ),
  );
  return pagedRows(
    page,
    {
      parentId: id,
      whenEmpty,
      toRows: (items) => Promise.resolve(items.map((it) => deploymentNode(branch, it, traffic.get(it.ref.deployment) ?? 0))),
    },
    signal,
  );
}

function tooltip({ locale, place }: Branch, { ref, state, scoringUri, location, traffic, description, createdAt }: OnlineEndpoint): string {
  return factSheet(ref.endpoint, [
    [l10n.t('State'), state],
    [l10n.t('Scoring URI'), scoringUri],
    [l10n.t('Traffic'), [...traffic].map(([name, percent]) => l10n.t('{0} {1} %', name, percent)).join(', ')],
    [l10n.t('Region'), place.kind === 'emulator' ? l10n.t('on this computer, nothing is billed') : location],
    [l10n.t('Created'), createdAt?.toLocaleString(locale)],
    [l10n.t('Description'), description],
  ]);
}
