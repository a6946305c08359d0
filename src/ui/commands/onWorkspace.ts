import * as l10n from '@vscode/l10n';
import type { WorkspaceRef } from '../../azure/resourceRefs';
import type { Place, Placed, Target } from '../../explorer/explorerNode';
import { DeploymentFailed } from '../../operations/createDeployment';
import { FailureWithWay } from '../shell/failureWithWay';
import { withStages } from '../shell/notificationProgress';
import { runCommand } from '../shell/runCommand';
import type { CommandServices } from './command';
import { showLogs } from './showLogs';
import { operationPorts, type OperationPorts } from './operationPorts';

/** Runs an operation on a workspace under a notification of that title; the workspace's rows follow what it changes. */
export async function onWorkspace<T>(
  title: string,
  workspace: Placed<WorkspaceRef>,
  services: CommandServices,
  run: (ports: OperationPorts, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const onChange = (): void => {
    services.explorer.refreshWorkspace(workspace);
  };
  try {
    return await withStages({ title, onChange }, (progress, signal) =>
      run(operationPorts(services.open(workspace.place), progress), signal),
    );
  } catch (error) {
    throw error instanceof DeploymentFailed ? withLogs(error, workspace.place, services) : error;
  }
}

/** The reason of a deployment that does not work stands in its own logs, not in ours. */
function withLogs(error: DeploymentFailed, place: Place, services: CommandServices): FailureWithWay {
  const target: Target = { kind: 'deployment', place, deployment: error.ref };
  const run = (): Promise<void> => runCommand('tritonAml.deployment.showLogs', services, () => showLogs(target, services, undefined));
  return new FailureWithWay(error.message, error.code, { label: l10n.t('Show Deployment Logs'), run }, { cause: error });
}
