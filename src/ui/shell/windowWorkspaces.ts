import * as l10n from '@vscode/l10n';
import type { Log } from '../../base/log';
import type { EmulatorAddress } from '../../protocol/emulator';
import type { LocalEmulator } from '../localEmulator/localEmulator';
import type { FoundWorkspace, WorkspaceSource, WorkspaceTarget } from '../wizard/workspaceChoice';
import { listAzureWorkspaces, type AzureWorkspaces } from './azureWorkspaces';
import type { Clients } from './clients';

export interface WindowWorkspacesPorts {
  readonly emulator: Pick<LocalEmulator, 'start' | 'state'>;
  /** The account's name; undefined while signed out. Never asks the user. */
  readonly accountLabel: () => Promise<string | undefined>;
  readonly signIn: () => Promise<void>;
  readonly clients: Clients;
  readonly log: Log;
}

/** Workspaces seldom come and go, and listing them takes a request for each subscription. */
const keepMilliseconds = 5 * 60_000;

/** The workspaces that this window can reach: the emulator's, and those of the account. */
export class WindowWorkspaces implements WorkspaceSource {
  private kept: { readonly until: number; readonly workspaces: AzureWorkspaces } | undefined;

  constructor(private readonly ports: WindowWorkspacesPorts) {}

  isEmulatorRunning(): boolean {
    return this.ports.emulator.state.kind === 'running';
  }

  async emulatorWorkspace(signal: AbortSignal): Promise<WorkspaceTarget> {
    return emulatorTarget(await this.ports.emulator.start(signal));
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.ports.accountLabel()) !== undefined;
  }

  async signIn(): Promise<void> {
    await this.ports.signIn();
  }

  async azureWorkspaces(signal: AbortSignal): Promise<AzureWorkspaces> {
    if (this.kept && Date.now() < this.kept.until) {
      return this.kept.workspaces;
    }
    const workspaces = await listAzureWorkspaces((place) => this.ports.clients.open(place), this.ports.log, signal);
    this.kept = { until: Date.now() + keepMilliseconds, workspaces };
    return workspaces;
  }

  /** The emulator's while it runs, then the account's while signed in; asks nobody for anything. */
  async known(signal: AbortSignal): Promise<readonly (WorkspaceTarget | FoundWorkspace)[]> {
    const { state } = this.ports.emulator;
    const local = state.kind === 'running' ? [emulatorTarget(state.address)] : [];
    return (await this.isSignedIn()) ? [...local, ...(await this.azureWorkspaces(signal)).found] : local;
  }

  /** The account or the cloud has changed. */
  forget(): void {
    this.kept = undefined;
  }
}

function emulatorTarget({ subscriptionId, resourceGroup, workspace }: EmulatorAddress): WorkspaceTarget {
  return { place: { kind: 'emulator' }, workspace: { subscriptionId, resourceGroup, workspace }, label: l10n.t('Local emulator') };
}
