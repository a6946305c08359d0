import * as l10n from '@vscode/l10n';
import type { WorkspaceRef } from '../../azure/resourceRefs';
import { workspaceRowId } from '../../explorer/branch';
import type { Placed } from '../../explorer/explorerNode';
import type { Choice, Prompts, Separator } from './prompts';
import { back, type Back, type Position } from './runWizard';

/** A workspace that was chosen, with what it is called in questions. */
export interface WorkspaceTarget extends Placed<WorkspaceRef> {
  readonly label: string;
}

export interface FoundWorkspace extends WorkspaceTarget {
  /** `Contoso / Pay-as-you-go` */
  readonly path: string;
  readonly location: string;
}

/** What the list of workspaces needs to know and can set going. */
export interface WorkspaceSource {
  readonly isEmulatorRunning: () => boolean;
  /** Starts it when it is not running, and gives its only workspace. */
  readonly emulatorWorkspace: (signal: AbortSignal) => Promise<WorkspaceTarget>;
  readonly isSignedIn: () => Promise<boolean>;
  readonly signIn: () => Promise<void>;
  /** Every workspace of the account. Tenants that cannot be listed are named instead. */
  readonly azureWorkspaces: (
    signal: AbortSignal,
  ) => Promise<{ readonly found: readonly FoundWorkspace[]; readonly failed: readonly string[] }>;
}

type Chosen = { readonly kind: 'emulator' } | { readonly kind: 'signIn' } | { readonly kind: 'azure'; readonly workspace: FoundWorkspace };

/** Asks for a workspace. The emulator is started, and the user signed in, when that is chosen. */
export async function chooseWorkspace(
  prompts: Prompts,
  source: WorkspaceSource,
  position: Position,
  before: WorkspaceTarget | undefined,
): Promise<WorkspaceTarget | Back> {
  for (;;) {
    const chosen = await prompts.pick<Chosen>(position, {
      placeholder: l10n.t('Select a workspace'),
      first: [emulatorChoice(source)],
      choices: (signal) => azureChoices(source, signal),
      isActive: (it) => isChoiceOf(it, before),
    });
    if (chosen === back) {
      return back;
    }
    switch (chosen.kind) {
      case 'emulator':
        return source.emulatorWorkspace(AbortSignal.timeout(60_000));
      case 'azure':
        return chosen.workspace;
      case 'signIn':
        await source.signIn();
    }
  }
}

function emulatorChoice(source: WorkspaceSource): Choice<Chosen> {
  return {
    label: l10n.t('Local emulator'),
    description: source.isEmulatorRunning() ? l10n.t('running · nothing is billed') : l10n.t('will be started · nothing is billed'),
    icon: 'vm',
    value: { kind: 'emulator' },
  };
}

async function azureChoices(source: WorkspaceSource, signal: AbortSignal): Promise<readonly (Choice<Chosen> | Separator)[]> {
  const azure: Separator = { separator: l10n.t('Azure') };
  if (!(await source.isSignedIn())) {
    return [azure, { label: l10n.t('Sign in to Azure…'), icon: 'account', value: { kind: 'signIn' } }];
  }
  const { found, failed } = await source.azureWorkspaces(signal);
  return [
    azure,
    ...found.map((workspace): Choice<Chosen> => ({
      label: workspace.label,
      description: workspace.location,
      detail: workspace.path,
      icon: 'server-environment',
      value: { kind: 'azure', workspace },
    })),
    ...failed.map((what) => ({ separator: l10n.t('Could not list {0}', what) })),
  ];
}

function isChoiceOf(chosen: Chosen, before: WorkspaceTarget | undefined): boolean {
  if (chosen.kind === 'azure') {
    return isSameWorkspace(chosen.workspace, before);
  }
  return chosen.kind === 'emulator' && before?.place.kind === 'emulator';
}

/** Two subscriptions, or two groups of one, may each have a workspace of the same name. */
export function isSameWorkspace(workspace: WorkspaceTarget, other: WorkspaceTarget | undefined): boolean {
  return other !== undefined && workspaceRowId(workspace.place, workspace.ref) === workspaceRowId(other.place, other.ref);
}
