import * as l10n from '@vscode/l10n';
import { Fields } from '../base/decode';
import { UserError } from '../base/errors';
import { faultsPath, type FaultChoice, type SetFault } from '../protocol/faults';

/** Where an emulator is asked: the address of its Resource Manager and its token. */
export interface EmulatorControlAddress {
  readonly armEndpoint: string;
  readonly token: string;
}

export interface EmulatorFaults {
  readonly set: readonly SetFault[];
  readonly choices: readonly FaultChoice[];
}

/** What is set and what can be. */
export function readFaults(address: EmulatorControlAddress, signal: AbortSignal): Promise<EmulatorFaults> {
  return ask(address, 'GET', undefined, signal);
}

/** Replaces what is set; none clears. Rejects with a UserError that names a spec the emulator does not know. */
export function setFaults(address: EmulatorControlAddress, specs: readonly string[], signal: AbortSignal): Promise<EmulatorFaults> {
  return ask(address, 'PUT', JSON.stringify({ faults: specs }), signal);
}

async function ask(
  { armEndpoint, token }: EmulatorControlAddress,
  method: 'GET' | 'PUT',
  body: string | undefined,
  signal: AbortSignal,
): Promise<EmulatorFaults> {
  const response = await reach(new URL(faultsPath, armEndpoint), {
    method,
    signal,
    headers: { Authorization: `Bearer ${token}` },
    redirect: 'error',
    ...(body === undefined ? {} : { body }),
  });
  const answer = Fields.of(await response.json(), 'faults');
  if (!response.ok) {
    const reason = answer.optionalFields('error')?.optionalText('message') ?? '';
    throw new UserError(l10n.t('The emulator did not take the faults. {0}', reason), 'faults-refused');
  }
  return {
    set: answer.list('faults', (raw, path) => {
      const fields = Fields.of(raw, path);
      return { id: fields.text('id'), spec: fields.text('spec'), struck: fields.number('struck') };
    }),
    choices: answer.list('catalogue', (raw, path) => {
      const fields = Fields.of(raw, path);
      return { id: fields.text('id'), says: fields.text('says') };
    }),
  };
}

async function reach(url: URL, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    request.signal?.throwIfAborted();
    const message = l10n.t('No emulator answers at {0}. Start it, or name the address that it printed when it started.', url.origin);
    throw new UserError(message, 'emulator-unreachable', { cause: error });
  }
}
