import type { ScoringDeployment, ScoringEndpoint } from './scoringEndpoint';

/** Request header that pins a request to a deployment, and response header that tells which one answered. */
export const deploymentHeader = 'azureml-model-deployment';

type Choice = { readonly kind: 'deployment'; readonly deployment: ScoringDeployment } | { readonly kind: 'none'; readonly reason: string };

/** By the header if there is one, else by live traffic. `random` gives a number in 0 … 1, exclusive of 1. */
export function chooseDeployment(endpoint: ScoringEndpoint, pinned: string | undefined, random: () => number): Choice {
  if (pinned !== undefined && pinned !== '') {
    const deployment = endpoint.deployment(pinned);
    return deployment ? found(deployment) : none(`The specified deployment ${pinned} could not be found on endpoint ${endpoint.name}.`);
  }
  const total = [...endpoint.traffic.values()].reduce((a, b) => a + b, 0);
  let left = random() * total;
  for (const [name, percent] of endpoint.traffic) {
    left -= percent;
    const deployment = percent > 0 && left < 0 ? endpoint.deployment(name) : undefined;
    if (deployment) {
      return found(deployment);
    }
  }
  return none(
    `Endpoint ${endpoint.name} has no deployment that receives traffic. Set its traffic, or name a deployment in the header ${deploymentHeader}.`,
  );
}

function found(deployment: ScoringDeployment): Choice {
  return { kind: 'deployment', deployment };
}

function none(reason: string): Choice {
  return { kind: 'none', reason };
}
