import * as l10n from '@vscode/l10n';
import type { Log } from '../../base/log';
import type { Place } from '../../explorer/explorerNode';
import type { EmulatorAddress } from '../../protocol/emulator';
import type { LocalEmulator } from '../localEmulator/localEmulator';
import type { WorkspaceSource, WorkspaceTarget } from '../wizard/workspaceChoice';
import { listAzureWorkspaces, type AzureWorkspaces, type WorkspaceLister } from './azureWorkspaces';

export interface WindowWorkspacesPorts {
  readonly emulator: Pick<LocalEmulator, 'start' | 'state'>;
  /** The account's name; undefined while signed out. Never asks the user. */
  readonly accountLabel: () => Promise<string | undefined>;
  readonly signIn: () => Promise<void>;
  readonly clients: { readonly open: (place: Place) => WorkspaceLister };
  readonly log: Log;
}

export interface KnownWorkspaces {
  readonly found: readonly WorkspaceTarget[];
  /** Names of the tenants and subscriptions whose workspaces could not be listed. */
  readonly failed: readonly string[];
}

/** Workspaces seldom come and go, and listing them takes a request for each subscription. */
const keepMilliseconds = 5 * 60_000;

/** How long somebody who has an emulator waits for Azure's workspaces beside it. */
const patienceMilliseconds = 8_000;

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
    try {
      return (await this.ports.accountLabel()) !== undefined;
    } catch (error) {
      // No provider for Microsoft accounts (it can be disabled), or a cloud setting that cannot be used.
      this.ports.log.error('the Microsoft account cannot be read', error);
      return false;
    }
  }

  async signIn(): Promise<void> {
    await this.ports.signIn();
  }

  /** Never fails for Azure's sake: the emulator can be used while Azure cannot be reached. */
  async azureWorkspaces(signal: AbortSignal): Promise<AzureWorkspaces> {
    if (this.kept && Date.now() < this.kept.until) {
      return this.kept.workspaces;
    }
    try {
      const workspaces = await listAzureWorkspaces((place) => this.ports.clients.open(place), this.ports.log, signal);
      this.kept = { until: Date.now() + keepMilliseconds, workspaces };
      return workspaces;
    } catch (error) {
      this.ports.log.error('listing the workspaces of the account failed', error);
      return { found: [], failed: [l10n.t('Azure')] };
    }
  }

  /** The emulator's while it runs, then the account's while signed in; asks nobody for anything. */
  async known(signal: AbortSignal): Promise<KnownWorkspaces> {
    const { state } = this.ports.emulator;
    const local = state.kind === 'running' ? [emulatorTarget(state.address)] : [];
    if (!(await this.isSignedIn())) {
      return { found: local, failed: [] };
    }
    const patient = local.length === 0 ? signal : AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)]);
    const { found, failed } = await this.azureWorkspaces(patient);
    return { found: [...local, ...found], failed };
  }

  /** The account or the cloud has changed. */
  forget(): void {
    this.kept = undefined;
  }
}

function emulatorTarget({ subscriptionId, resourceGroup, workspace }: EmulatorAddress): WorkspaceTarget {
  return { place: { kind: 'emulator' }, ref: { subscriptionId, resourceGroup, workspace }, label: l10n.t('Local emulator') };
}
