import * as l10n from '@vscode/l10n';
import type { Command } from './command';
import { UsageError, wholeNumber, type Arguments } from './commandLine';
import { runEmulatorScript } from './runEmulatorScript';

export function emulatorCommand(): Command {
  return {
    name: 'emulator',
    synopsis:
      '[--port N] [--state DIR] [--cert FILE --key FILE] [--fault FAULT]... [--time-scale X] [--throttle] [--triton-server PROGRAM|URL] [--json]',
    summary: l10n.t('Runs the local emulator of Azure ML in the foreground until Ctrl+C.'),
    options: {
      port: { type: 'string', value: 'N', explanation: l10n.t('The port of its control plane; any free one when left out.') },
      state: {
        type: 'string',
        value: 'DIR',
        explanation: l10n.t('Where models and endpoints are kept between starts; a folder in your home folder when left out.'),
      },
      cert: { type: 'string', value: 'FILE', explanation: l10n.t('A certificate (PEM), to serve over HTTPS; together with --key.') },
      key: { type: 'string', value: 'FILE', explanation: l10n.t('The private key of the certificate (PEM).') },
      fault: {
        type: 'string',
        value: 'FAULT',
        explanation: l10n.t('What is to go wrong, as {0} explains; may be repeated.', 'triton-azureml faults --help'),
      },
      'time-scale': {
        type: 'string',
        value: 'X',
        explanation: l10n.t('Lets operations take X times what they take in Azure, such as 0.1; half a second each when left out.'),
      },
      'triton-server': {
        type: 'string',
        value: 'PROGRAM|URL',
        explanation: l10n.t(
          'Runs deployments on a real Triton server: the path of tritonserver, or the address of one that runs with explicit model control.',
        ),
      },
      throttle: { type: 'boolean', explanation: l10n.t('Refuses whoever asks Resource Manager too often, as Azure does.') },
      json: { type: 'boolean', explanation: l10n.t('The first line tells the addresses and the token as JSON.') },
    },
    remarks: [l10n.t('It listens on 127.0.0.1 only, and nothing is billed.')],
    run: (given, surroundings) => {
      if (given.positionals.length > 0) {
        throw new UsageError(l10n.t('The emulator takes no further words: {0}', given.positionals.join(' ')));
      }
      return runEmulatorScript(wordsFor(given), surroundings);
    },
  };
}

/** The same options for dist/emulator.js. */
function wordsFor(given: Arguments): string[] {
  const port = wholeNumber(given, 'port', { from: 0, to: 65_535, otherwise: 0 });
  const texts = ['state', 'cert', 'key', 'time-scale', 'triton-server'].flatMap((name) =>
    given
      .texts(name)
      .slice(-1)
      .flatMap((text) => [`--${name}`, text]),
  );
  const faults = given.texts('fault').flatMap((text) => ['--fault', text]);
  const flags = ['throttle', 'json'].filter((name) => given.flag(name)).map((name) => `--${name}`);
  return ['emulator', '--port', String(port), ...texts, ...faults, ...flags];
}
