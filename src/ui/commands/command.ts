import type * as vscode from 'vscode';
import type { AzureMl } from '../../azure/azureMl';
import type { EndpointRef, WorkspaceRef } from '../../azure/resourceRefs';
import type { Place, Placed, Target } from '../../explorer/explorerNode';
import type { EmulatorFaults } from '../../operations/emulatorFaults';
import type { EmulatorAddress } from '../../protocol/emulator';
import type { DeployedFolders } from '../shell/deployedFolders';
import type { ReadOnlyTexts } from '../shell/readOnlyTexts';
import type { RepositoryFindings } from '../shell/repositoryFindings';
import type { FailureSurface } from '../shell/runCommand';
import type { Prompts } from '../wizard/prompts';
import type { KnownWorkspaces } from '../shell/windowWorkspaces';
import type { WorkspaceSource } from '../wizard/workspaceChoice';

/** What commands work with; compose.ts builds it once. */
export interface CommandServices extends FailureSurface {
  /** The client for a service; throws a UserError where the emulator is not running. */
  readonly open: (place: Place) => AzureMl;
  readonly prompts: Prompts;
  readonly source: WorkspaceSource;
  /** Where endpoints may be without asking anybody to sign in: the emulator while it runs, then Azure. */
  readonly knownWorkspaces: (signal: AbortSignal) => Promise<KnownWorkspaces>;
  readonly explorer: ExplorerControl;
  readonly emulator: EmulatorControl;
  readonly signInTo: (tenantId: string | undefined) => Promise<void>;
  /** Opens the invoke panel. */
  readonly invoke: (target: InvokeChoice | undefined, picture: vscode.Uri | undefined) => Promise<void>;
  /** Which folders were deployed, for their labels. */
  readonly deployedFolders: Pick<DeployedFolders, 'made' | 'deploymentGone' | 'endpointGone'>;
  /** Where what a check has found is shown. */
  readonly findings: Pick<RepositoryFindings, 'show'>;
  /** Where a generated config.pbtxt stands before somebody has agreed to it. */
  readonly generated: Pick<ReadOnlyTexts, 'put'>;
  readonly showDeploymentLog: (title: string, text: string) => Promise<void>;
  /** `samples/single-model` of the extension. */
  readonly sample: vscode.Uri;
  /** Runs after the window has opened another folder, when the emulator was running before. */
  readonly resumeEmulatorAfterReload: () => Promise<void>;
}

export interface InvokeChoice {
  readonly endpoint: EndpointRef;
  readonly deployment?: string;
}

export interface ExplorerControl {
  readonly refresh: (rowId?: string) => void;
  readonly refreshWorkspace: (workspace: Placed<WorkspaceRef>) => void;
  /** The service that a row belongs to. */
  readonly placeOf: (rowId: string) => Place | undefined;
  readonly loadMore: (rowId: string) => Promise<void>;
}

export interface EmulatorControl {
  readonly isRunning: () => boolean;
  /** It was started before, so it may have endpoints. */
  readonly isStopped: () => boolean;
  readonly start: (signal: AbortSignal) => Promise<unknown>;
  readonly stop: () => Promise<void>;
  readonly reset: () => Promise<void>;
  readonly showLog: () => void;
  /** The address with the token; throws a UserError while it does not run. */
  readonly address: () => EmulatorAddress;
  /** docs/emulator.md of the extension. */
  readonly manual: vscode.Uri;
  readonly faults: () => Promise<EmulatorFaults>;
  readonly setFaults: (specs: readonly string[]) => Promise<void>;
}

/** What VS Code handed to the command: a row of the tree, a file of the Explorer, or nothing from the palette. */
export type Command = (target: Target | undefined, services: CommandServices, row: string | undefined) => Promise<void>;
