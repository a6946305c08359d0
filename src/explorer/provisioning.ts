import { themeIcon, type NodeIcon } from './explorerNode';

/** How a provisioning state is to be taken; REST reference, EndpointProvisioningState and DeploymentProvisioningState. */
export type Provisioning = 'ready' | 'changing' | 'failed';

export function provisioning(state: string): Provisioning {
  switch (state) {
    case 'Succeeded':
      return 'ready';
    case 'Failed':
    case 'Canceled':
      return 'failed';
    default:
      // Creating, Updating, Deleting, Scaling, and whatever the service adds: everything that is not an end.
      return 'changing';
  }
}

export function provisioningIcon(state: string, ready: string): NodeIcon {
  switch (provisioning(state)) {
    case 'ready':
      return themeIcon(ready);
    case 'changing':
      return themeIcon('sync');
    case 'failed':
      return { kind: 'theme', name: 'error', tone: 'error' };
  }
}
