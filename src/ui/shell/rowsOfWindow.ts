import type { AccountState } from '../../explorer/azureNode';
import type { Branch } from '../../explorer/branch';
import type { EmulatorState } from '../../explorer/emulatorNode';
import type { ExplorerNode, Place } from '../../explorer/explorerNode';
import { rootNodes } from '../../explorer/rootNodes';
import type { Log } from '../../base/log';
import { faultTitle } from '../../operations/faultWords';
import type { SetFault } from '../../protocol/faults';
import type { LocalEmulator } from '../localEmulator/localEmulator';
import type { Clients } from './clients';

export interface RowsPorts {
  readonly emulator: Pick<LocalEmulator, 'look' | 'state'>;
  /** Of the emulator, as far as they are known. */
  readonly faults: () => readonly SetFault[];
  /** The account's name; undefined while signed out. Never asks the user. */
  readonly accountLabel: () => Promise<string | undefined>;
  readonly clients: Clients;
  readonly locale: string;
  readonly log: Log;
}

/** The first rows of the tree, from what the window knows without asking any service. */
export async function rowsOfWindow(ports: RowsPorts): Promise<readonly ExplorerNode[]> {
  await ports.emulator.look();
  return rootNodes(emulatorState(ports), await accountState(ports));
}

function emulatorState(ports: RowsPorts): EmulatorState {
  const { state } = ports.emulator;
  if (state.kind !== 'running') {
    return state;
  }
  const { armEndpoint, subscriptionId, resourceGroup, workspace } = state.address;
  return {
    kind: 'running',
    host: new URL(armEndpoint).hostname,
    branch: branch(ports, { kind: 'emulator' }),
    workspace: { subscriptionId, resourceGroup, workspace },
    attached: state.attached,
    faults: ports.faults().map(({ id, spec }) => `${faultTitle(id)} (${spec})`),
  };
}

async function accountState(ports: RowsPorts): Promise<AccountState> {
  const label = await labelOf(ports);
  return label === undefined
    ? { kind: 'signedOut' }
    : {
        kind: 'signedIn',
        label,
        branch: (tenantId) => branch(ports, { kind: 'azure', ...(tenantId === undefined ? {} : { tenantId }) }),
      };
}

async function labelOf({ accountLabel, log }: RowsPorts): Promise<string | undefined> {
  try {
    return await accountLabel();
  } catch (error) {
    // No provider for Microsoft accounts (it can be disabled), or a cloud setting that cannot be used: the emulator must work all the same.
    log.error('the Microsoft account cannot be read', error);
    return undefined;
  }
}

function branch({ clients, locale }: RowsPorts, place: Place): Branch {
  return { place, azure: clients.open(place), now: () => new Date(), locale };
}
