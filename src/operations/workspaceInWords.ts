import * as l10n from '@vscode/l10n';
import type { WorkspaceRef } from '../azure/resourceRefs';

/** What people call it: the emulator has one workspace only, and its name stands nowhere. */
export function workspaceInWords({ workspace }: WorkspaceRef, { billed }: { readonly billed: boolean }): string {
  return billed ? l10n.t('workspace {0}', workspace) : l10n.t('the local emulator');
}
