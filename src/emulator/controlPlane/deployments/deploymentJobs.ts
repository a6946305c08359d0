import { wait } from '../../../base/wait';
import { ArmError } from '../armError';
import type { FindOutcome, Outcome } from '../ports';
import { isDiskFull } from '../../state/atomicFile';
import type { Quotas } from '../compute/quotas';
import type { Endpoints } from '../endpoints/endpoints';
import type { Job } from '../longRunning/operations';
import type { DeploymentHost } from './deploymentHost';
import type { DeploymentRecord } from './deploymentRecord';

export interface DeploymentJobPorts {
  readonly endpoints: Endpoints;
  readonly host: DeploymentHost;
  /** How long an operation takes at least. */
  readonly operationMilliseconds: number;
  readonly outcome: FindOutcome;
  readonly quotas: Quotas;
}

/** Brings the model and starts the server; a deployment whose model is the one that is served goes on with it. */
export function provisionDeployment({ endpoints, host, operationMilliseconds, outcome, quotas }: DeploymentJobPorts): Job {
  return async (id, signal) => {
    const record = endpoints.deployments.get(id);
    if (!record) {
      return;
    }
    await wait(operationMilliseconds, signal);
    try {
      await failAsTold(outcome('deployment', id), record, host);
      quotas.check(record);
      const served =
        record.served?.model === record.model && (await host.server(id)) ? record.served : await redeploy(host, record, signal);
      await end(endpoints, id, { served, provisioningState: 'Succeeded' });
    } catch (error) {
      signal.throwIfAborted();
      await end(endpoints, id, { provisioningState: 'Failed' });
      throw isDiskFull(error) ? diskFull(error) : error;
    }
  };
}

/** Takes over new tags or a new number of instances. */
export function scaleDeployment({ endpoints, operationMilliseconds }: DeploymentJobPorts): Job {
  return async (id, signal) => {
    await wait(operationMilliseconds, signal);
    await end(endpoints, id, { provisioningState: 'Succeeded' });
  };
}

export function deleteDeployment({ endpoints, host, operationMilliseconds }: DeploymentJobPorts): Job {
  return async (id, signal) => {
    await wait(operationMilliseconds, signal);
    await host.remove(id);
    await endpoints.deployments.delete(id);
  };
}

/** Ends the operation as somebody has asked for, with what the containers would have written. */
async function failAsTold(outcome: Outcome | undefined, record: DeploymentRecord, host: DeploymentHost): Promise<void> {
  if (outcome) {
    const { logs, ...body } = outcome;
    await host.pretend(record.id, logs ?? { storageInitializer: [], inferenceServer: [] });
    throw new ArmError(400, body);
  }
}

async function redeploy(
  host: DeploymentHost,
  record: DeploymentRecord,
  signal: AbortSignal,
): Promise<NonNullable<DeploymentRecord['served']>> {
  return { generation: await host.deploy(record, signal), model: record.model };
}

async function end(endpoints: Endpoints, id: string, changes: Partial<DeploymentRecord>): Promise<void> {
  const record = endpoints.deployments.get(id);
  if (record) {
    await endpoints.deployments.put(id, { ...record, ...changes });
  }
}

/** `OutOfQuota`, disk (Azure docs, "Troubleshoot online endpoints"). */
function diskFull(cause: unknown): ArmError {
  const message = 'Not enough disk space available to download the model: the disk that holds the state of the emulator is full.';
  return new ArmError(400, { code: 'OutOfQuota', message, target: 'disk' }, {}, { cause });
}
