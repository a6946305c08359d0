import * as l10n from '@vscode/l10n';
import type { OnlineDeployments } from '../azure/onlineDeployments';
import type { OnlineEndpoints } from '../azure/onlineEndpoints';
import { endpointOf, type DeploymentRef } from '../azure/resourceRefs';
import type { ProgressSink } from '../base/progress';
import { inWords } from './inWords';

export interface DeleteDeploymentPorts {
  readonly endpoints: Pick<OnlineEndpoints, 'get' | 'setTraffic'>;
  readonly deployments: Pick<OnlineDeployments, 'delete'>;
  readonly progress: ProgressSink;
}

/** Takes the deployment's traffic away first, since Azure refuses to delete one that has some (Azure docs, Safe rollout for online endpoints), then deletes it. */
export async function deleteDeployment(ref: DeploymentRef, ports: DeleteDeploymentPorts, signal: AbortSignal): Promise<void> {
  const failed = (reason: string): string =>
    l10n.t('Could not delete deployment {0} of endpoint {1}. {2}', ref.deployment, ref.endpoint, reason);
  const onState = (state: string): void => {
    ports.progress.update(state);
  };
  const { traffic } = await inWords(failed, () => ports.endpoints.get(endpointOf(ref), signal));
  if ((traffic.get(ref.deployment) ?? 0) > 0) {
    ports.progress.begin(l10n.t('Taking the traffic of {0} away', ref.deployment));
    const rest = trafficWithout(traffic, ref.deployment);
    await inWords(failed, () => ports.endpoints.setTraffic(endpointOf(ref), rest, { signal, onState }));
    ports.progress.end(rest.size === 0 ? undefined : [...rest].map(([name, percent]) => `${name} ${percent} %`).join(', '));
  }
  ports.progress.begin(l10n.t('Deleting deployment {0}', ref.deployment));
  await inWords(failed, () => ports.deployments.delete(ref, { signal, onState }));
  ports.progress.end();
}

/**
 * The traffic of an endpoint once a deployment is gone: the others keep their proportion and make 100 % again, in whole percents
 * by largest remainder. Empty when nobody else had any.
 */
export function trafficWithout(traffic: ReadonlyMap<string, number>, deployment: string): ReadonlyMap<string, number> {
  const others = [...traffic].filter(([name, percent]) => name !== deployment && percent > 0);
  const sum = others.reduce((total, [, percent]) => total + percent, 0);
  const shares = others.map(([name, percent]) => ({ name, exact: (100 * percent) / sum }));
  const missing = 100 - shares.reduce((total, { exact }) => total + Math.floor(exact), 0);
  const roundedUp = new Set(
    [...shares]
      .sort((a, b) => (b.exact % 1) - (a.exact % 1))
      .slice(0, missing)
      .map(({ name }) => name),
  );
  return new Map(shares.map(({ name, exact }) => [name, Math.floor(exact) + (roundedUp.has(name) ? 1 : 0)]));
}
