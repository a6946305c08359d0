import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import type { EmulatorAddress } from '../../protocol/emulator';
import type { LocalEmulatorState } from './localEmulator';

/** Throws a UserError that says what to do while no emulator runs that this window may use. */
export function runningAddress(state: LocalEmulatorState): EmulatorAddress {
  if (state.kind !== 'running') {
    throw new UserError(l10n.t('The local emulator is not running. Start it and try again.'), 'emulator-stopped');
  }
  return state.address;
}
