import type { WorkspaceRef } from '../../azure/resourceRefs';
import type { Placed } from '../../explorer/explorerNode';
import { withStages } from '../shell/notificationProgress';
import type { CommandServices } from './command';
import { operationPorts, type OperationPorts } from './operationPorts';

/** Runs an operation on a workspace under a notification of that title; the workspace's rows follow what it changes. */
export async function onWorkspace<T>(
  title: string,
  workspace: Placed<WorkspaceRef>,
  services: Pick<CommandServices, 'explorer' | 'open'>,
  run: (ports: OperationPorts, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const onChange = (): void => {
    services.explorer.refreshWorkspace(workspace);
  };
  return withStages({ title, onChange }, (progress, signal) => run(operationPorts(services.open(workspace.place), progress), signal));
}
