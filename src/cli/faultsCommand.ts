import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import { readFaults, setFaults, type EmulatorFaults } from '../operations/emulatorFaults';
import { faultTitle } from '../operations/faultWords';
import type { Command } from './command';
import { UsageError } from './commandLine';

/** A running emulator answers at once, or never. */
const patience = 10_000;

export function faultsCommand(): Command {
  return {
    name: 'faults',
    synopsis: '--url URL [--clear] [--json] [FAULT]...',
    summary: l10n.t('Makes a running emulator fail on demand: sets, lists and clears faults.'),
    options: {
      url: { type: 'string', value: 'URL', explanation: l10n.t('The address of its Resource Manager, as the emulator tells it.') },
      clear: { type: 'boolean', explanation: l10n.t('Clears all faults.') },
      json: { type: 'boolean', explanation: l10n.t('Prints what is set and what can be as JSON.') },
    },
    remarks: [
      l10n.t('The token of the emulator comes from the environment variable {0}.', 'TRITON_AZUREML_KEY'),
      l10n.t('Faults replace those that were set. Without any, all that can be set are listed, with what they look like.'),
      l10n.t(
        'A fault is written {0}; it strikes every time, or with {1}, {2} or {3}. {4} and {5} narrow it down, {6} tells how long it waits.',
        'arm.throttled:every=3',
        'once',
        'every=N',
        'chance=P,seed=S',
        'path=TEXT',
        'method=VERB',
        'seconds=N',
      ),
    ],
    run: async (given, { terminal, key, signal }) => {
      const armEndpoint = given.text('url');
      if (armEndpoint === undefined || !URL.canParse(armEndpoint)) {
        throw new UsageError(l10n.t('Give the address of the emulator: {0}', '--url http://127.0.0.1:PORT'));
      }
      if (key === undefined) {
        throw new UserError(l10n.t('The token of the emulator is missing. Put it into {0}.', 'TRITON_AZUREML_KEY'), 'no-token');
      }
      const clear = given.flag('clear');
      if (clear && given.positionals.length > 0) {
        throw new UsageError(l10n.t('Faults are set or cleared, not both.'));
      }
      const address = { armEndpoint, token: key };
      const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      const change = clear || given.positionals.length > 0;
      const faults = await (change ? setFaults(address, given.positionals, limit) : readFaults(address, limit));
      const lines = given.flag('json') ? [JSON.stringify({ set: faults.set, choices: faults.choices })] : inLines(faults, !change);
      lines.forEach((line) => {
        terminal.out(line);
      });
      return 0;
    },
  };
}

function inLines({ set, choices }: EmulatorFaults, withChoices: boolean): string[] {
  const active =
    set.length === 0
      ? [l10n.t('No fault is set.')]
      : set.map(({ spec, struck }) =>
          struck === 1 ? l10n.t('{0}: is set, has struck once', spec) : l10n.t('{0}: is set, has struck {1} times', spec, struck),
        );
  return withChoices ? [...active, '', ...choices.map(({ id, says }) => `${id}: ${faultTitle(id)}\n    ${says}`)] : active;
}
