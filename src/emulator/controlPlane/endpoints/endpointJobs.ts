import { wait } from '../../../base/wait';
import { ArmError } from '../armError';
import type { DeploymentHost } from '../deployments/deploymentHost';
import type { Job } from '../longRunning/operations';
import type { FindOutcome, ScoringPorts } from '../ports';
import { deploymentsOf, type Endpoints } from './endpoints';

export interface EndpointJobPorts {
  readonly endpoints: Endpoints;
  readonly host: DeploymentHost;
  readonly scoring: ScoringPorts;
  /** How long an operation takes at least. */
  readonly operationMilliseconds: number;
  readonly outcome: FindOutcome;
}

/** Opens the scoring address of a new endpoint, or takes over what an update says. */
export function provisionEndpoint({ endpoints, scoring, operationMilliseconds, outcome }: EndpointJobPorts): Job {
  return async (id, signal) => {
    await wait(operationMilliseconds, signal);
    const record = endpoints.records.get(id);
    if (!record) {
      return;
    }
    try {
      const failure = outcome('endpoint', id);
      if (failure) {
        throw new ArmError(400, failure);
      }
      const address = await scoring.open(id, record.scoring?.port);
      await endpoints.records.put(id, { ...record, scoring: address, provisioningState: 'Succeeded' });
    } catch (error) {
      await endpoints.records.put(id, { ...record, provisioningState: 'Failed' });
      throw error;
    }
  };
}

/** Deletes an endpoint with its deployments and keys; models stay. */
export function deleteEndpoint({ endpoints, host, scoring, operationMilliseconds }: EndpointJobPorts): Job {
  return async (id, signal) => {
    await wait(operationMilliseconds, signal);
    await scoring.close(id);
    for (const deployment of deploymentsOf(endpoints, id)) {
      await host.remove(deployment.id);
      await endpoints.deployments.delete(deployment.id);
    }
    await endpoints.secrets.delete(id);
    await endpoints.records.delete(id);
  };
}
