import * as l10n from '@vscode/l10n';
import { AzureError } from '../azure/azureError';
import type { OnlineDeployments } from '../azure/onlineDeployments';
import type { OnlineEndpoints } from '../azure/onlineEndpoints';
import type { DeploymentRef, WorkspaceRef } from '../azure/resourceRefs';
import { isCancelled, UserError } from '../base/errors';
import { workspaceInWords } from './workspaceInWords';

/** What a job has made so far; the job notes it as it goes. */
export interface Made {
  /** In words: `version 1 of model densenet`. */
  readonly things: string[];
  /** Asked for: from then on the service goes on with it. */
  deployment?: DeploymentRef;
}

export interface StayingPorts {
  readonly billed: boolean;
  readonly endpoints: Pick<OnlineEndpoints, 'get'>;
  readonly deployments: Pick<OnlineDeployments, 'get'>;
}

/** Whoever cancels does not want to wait. */
const patienceMilliseconds = 10_000;

/**
 * Runs a job. The REST reference has no verb that calls back what has begun, and what was made may be wanted: so when the job is
 * cancelled half-way, a UserError with the code `cancelled-half-way` says what stays; before anything was made it ends like a job that
 * never began.
 */
export async function sayingWhatStays<T>(workspace: WorkspaceRef, ports: StayingPorts, job: (made: Made) => Promise<T>): Promise<T> {
  const made: Made = { things: [] };
  try {
    return await job(made);
  } catch (error) {
    const stays = isCancelled(error) ? [...made.things, ...(await deploymentNow(made.deployment, ports))] : [];
    if (stays.length === 0) {
      throw error;
    }
    throw new UserError(
      l10n.t(
        'Cancelled. These stay in {0} until you delete them: {1}.',
        workspaceInWords(workspace, ports),
        new Intl.ListFormat().format(stays),
      ),
      'cancelled-half-way',
      { cause: error },
    );
  }
}

/** How far the service is with it by now, asked once. Nothing when it was never begun. */
async function deploymentNow(ref: DeploymentRef | undefined, { endpoints, deployments }: StayingPorts): Promise<string[]> {
  if (ref === undefined) {
    return [];
  }
  const signal = AbortSignal.timeout(patienceMilliseconds);
  try {
    const [{ state }, { traffic }] = await Promise.all([deployments.get(ref, signal), endpoints.get(ref, signal)]);
    return state === 'Succeeded'
      ? [l10n.t('deployment {0}, which is ready and gets {1} % of the traffic', ref.deployment, traffic.get(ref.deployment) ?? 0)]
      : [l10n.t('deployment {0}, whose state is {1}', ref.deployment, state)];
  } catch (error) {
    return error instanceof AzureError && error.kind === 'notFound'
      ? []
      : [l10n.t('deployment {0}, which may still be in the making', ref.deployment)];
  }
}
