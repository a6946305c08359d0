import * as l10n from '@vscode/l10n';
import type { WorkspaceRef } from '../azure/resourceRefs';
import type { Branch } from './branch';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { workspaceSections } from './workspaceNode';

/** What the window knows of the local emulator. */
export type EmulatorState =
  /** Never started on this machine, or reset while it was stopped. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'starting' }
  /** It runs in another window that does not share it. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'stopped'; readonly unexpectedly: boolean }
  | {
      readonly kind: 'running';
      /** Host name of its address, such as 127.0.0.1. */
      readonly host: string;
      readonly branch: Branch;
      readonly workspace: WorkspaceRef;
      /** Another window of VS Code started it. */
      readonly attached: boolean;
      /** Faults that are set, in words. */
      readonly faults: readonly string[];
    };

/** The row of the emulator. It stands in for the emulator's only workspace. */
export function emulatorNode(state: EmulatorState): ExplorerNode {
  const label = l10n.t('Local emulator');
  const description = describe(state);
  return {
    // VS Code keeps a row closed that was once without children; the running emulator is to open by itself.
    id: state.kind === 'running' ? 'emulator/running' : 'emulator',
    label,
    description,
    icon: themeIcon(state.kind === 'running' ? 'vm-running' : 'vm-outline'),
    contextValue: state.kind === 'absent' ? 'emulator.stopped' : `emulator.${state.kind}`,
    tooltip: tooltip(state),
    accessibilityLabel: l10n.t('{0}, {1}', label, description),
    ...(state.kind === 'running'
      ? {
          target: { kind: 'workspace', place: { kind: 'emulator' }, workspace: state.workspace },
          children: (): Promise<readonly ExplorerNode[]> => Promise.resolve(workspaceSections(state.branch, state.workspace)),
          expanded: true,
        }
      : { target: { kind: 'emulator' } }),
  };
}

function describe(state: EmulatorState): string {
  switch (state.kind) {
    case 'absent':
      return l10n.t('not started');
    case 'starting':
      return l10n.t('starting…');
    case 'elsewhere':
      return l10n.t('running in another window');
    case 'stopped':
      return state.unexpectedly ? l10n.t('stopped unexpectedly') : l10n.t('stopped');
    case 'running':
      return describeRunning(state.host, state.faults.length);
  }
}

function describeRunning(host: string, faults: number): string {
  switch (faults) {
    case 0:
      return l10n.t('nothing is billed · running on {0}', host);
    case 1:
      return l10n.t('1 fault is set · nothing is billed · running on {0}', host);
    default:
      return l10n.t('{0} faults are set · nothing is billed · running on {1}', faults, host);
  }
}

function tooltip(state: EmulatorState): string {
  const what = l10n.t('An Azure Machine Learning workspace on this computer, with real inference on its CPU. Nothing is billed.');
  if (state.kind === 'running') {
    const attached = state.attached ? [l10n.t('It was started by another window of VS Code.')] : [];
    const faults = state.faults.length > 0 ? [l10n.t('Faults on demand:'), state.faults.map((it) => `- ${it}`).join('\n')] : [];
    return [what, ...attached, ...faults].join('\n\n');
  }
  if (state.kind === 'stopped' && state.unexpectedly) {
    return `${what}\n\n${l10n.t('Its process ended by itself. The log tells more. Its models and endpoints are kept.')}`;
  }
  return state.kind === 'stopped' ? `${what}\n\n${l10n.t('Its models and endpoints are kept for the next start.')}` : what;
}
