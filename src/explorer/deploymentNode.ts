import * as l10n from '@vscode/l10n';
import type { OnlineDeployment } from '../azure/onlineDeployments';
import { deploymentId } from '../azure/resourceRefs';
import { formatElapsed } from '../base/quantities';
import { branchId, type Branch } from './branch';
import type { ExplorerNode } from './explorerNode';
import { factSheet } from './markdown';
import { provisioning, provisioningIcon } from './provisioning';

/** `percent` is the deployment's share of the endpoint's traffic, 0 … 100. */
export function deploymentNode(branch: Branch, deployment: OnlineDeployment, percent: number): ExplorerNode {
  const { ref, state, instanceCount, instanceType } = deployment;
  const stage = provisioning(state);
  const instances = instanceType === undefined ? undefined : `${instanceCount} × ${instanceType}`;
  return {
    id: `${branchId(branch.place)}${deploymentId(ref)}`,
    label: ref.deployment,
    description: [
      l10n.t('{0} %', percent),
      stage === 'changing' ? stateSince(branch, deployment) : state,
      ...(stage === 'ready' && instances !== undefined ? [instances] : []),
    ].join(' · '),
    icon: provisioningIcon(state, 'rocket'),
    contextValue: stage === 'ready' ? 'deployment' : `deployment.${stage}`,
    tooltip: factSheet(ref.deployment, [
      [l10n.t('State'), state],
      [l10n.t('Traffic'), l10n.t('{0} % of endpoint {1}', percent, ref.endpoint)],
      [l10n.t('Instances'), instances],
      [l10n.t('Model'), modelName(deployment.model)],
      [l10n.t('Created'), deployment.createdAt?.toLocaleString(branch.locale)],
      [l10n.t('Cost'), branch.place.kind === 'emulator' ? l10n.t('on this computer, nothing is billed') : l10n.t('billed while it exists')],
    ]),
    accessibilityLabel: l10n.t('Deployment {0}, {1}, {2} percent of traffic', ref.deployment, state, percent),
    target: { kind: 'deployment', place: branch.place, deployment: ref },
    changing: stage === 'changing',
  };
}

function stateSince({ now, locale }: Branch, { state, createdAt }: OnlineDeployment): string {
  if (!createdAt || state !== 'Creating') {
    // The service tells when it was made, not since when it is being changed.
    return state;
  }
  const elapsed = now().getTime() - createdAt.getTime();
  return elapsed < 1000 ? state : l10n.t('{0}, {1}', state, coarse(elapsed, locale));
}

/** Whole minutes once there is one: the row is read, not timed. */
function coarse(milliseconds: number, locale: string): string {
  return milliseconds < 60_000
    ? formatElapsed(Math.floor(milliseconds / 1000) * 1000, locale)
    : new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute' }).format(Math.floor(milliseconds / 60_000));
}

/** `name:version` out of an ARM id or an asset id, which end in `/models/name/versions/version`. */
function modelName(model: string | undefined): string | undefined {
  const [, name, version] = /\/models\/([^/]+)\/versions\/([^/]+)$/i.exec(model ?? '') ?? [];
  return name === undefined || version === undefined ? model : `${name}:${version}`;
}
