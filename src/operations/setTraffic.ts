import * as l10n from '@vscode/l10n';
import type { OnlineDeployments } from '../azure/onlineDeployments';
import type { OnlineEndpoint, OnlineEndpoints } from '../azure/onlineEndpoints';
import { allPages } from '../azure/page';
import type { EndpointRef } from '../azure/resourceRefs';
import { UserError } from '../base/errors';
import type { ProgressSink } from '../base/progress';
import { inWords } from './inWords';

export interface SetTrafficPorts {
  readonly endpoints: Pick<OnlineEndpoints, 'setTraffic'>;
  readonly deployments: Pick<OnlineDeployments, 'list'>;
  readonly progress: ProgressSink;
}

/** Shares an endpoint's traffic among its deployments: whole percents that make 100 together, or 0 for none (Azure docs, Safe rollout for online endpoints). */
export async function setTraffic(
  ref: EndpointRef,
  traffic: ReadonlyMap<string, number>,
  ports: SetTrafficPorts,
  signal: AbortSignal,
): Promise<OnlineEndpoint> {
  const failed = (reason: string): string => l10n.t('Could not set the traffic of endpoint {0}. {1}', ref.endpoint, reason);
  const problem = validateTraffic(traffic);
  if (problem !== undefined) {
    throw new UserError(failed(problem), 'bad-traffic');
  }
  ports.progress.begin(l10n.t('Setting the traffic of endpoint {0}', ref.endpoint));
  return inWords(failed, async () => {
    const present = await allPages(await ports.deployments.list(ref, signal), signal);
    const names = present.map((deployment) => deployment.ref.deployment);
    const stranger = [...traffic.keys()].find((name) => !names.includes(name));
    if (stranger !== undefined) {
      throw new UserError(
        failed(
          names.length === 0
            ? l10n.t('It has no deployment {0}; it has none at all. Create a deployment first.', stranger)
            : l10n.t('It has no deployment {0}; it has {1}.', stranger, names.join(', ')),
        ),
        'no-deployment',
      );
    }
    const endpoint = await ports.endpoints.setTraffic(ref, traffic, {
      signal,
      onState: (state) => {
        ports.progress.update(state);
      },
    });
    ports.progress.end();
    return endpoint;
  });
}

/** Why these shares cannot be set, in words; undefined when they can. */
export function validateTraffic(traffic: ReadonlyMap<string, number>): string | undefined {
  const odd = [...traffic].find(([, percent]) => !Number.isInteger(percent) || percent < 0 || percent > 100);
  if (odd) {
    return l10n.t('The share of {0} is a whole number from 0 to 100, not {1}.', ...odd);
  }
  const sum = [...traffic.values()].reduce((total, percent) => total + percent, 0);
  return sum === 0 || sum === 100
    ? undefined
    : l10n.t('The shares make {0} % together; they must make 100 %, or 0 % for no traffic at all.', sum);
}
