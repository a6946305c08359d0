import { azureNode, type AccountState } from './azureNode';
import { emulatorNode, type EmulatorState } from './emulatorNode';
import type { ExplorerNode } from './explorerNode';

/** No row while there is nothing to show: VS Code then shows the welcome content of the view. */
export function rootNodes(emulator: EmulatorState, account: AccountState): readonly ExplorerNode[] {
  if (emulator.kind === 'absent' && account.kind === 'signedOut') {
    return [];
  }
  return [emulatorNode(emulator), azureNode(account)];
}
