import * as l10n from '@vscode/l10n';
import { otherFolderMeant } from '../operations/repositoryFolder';
import type { Command } from './command';
import { choice, UsageError, wholeNumber } from './commandLine';
import { runEmulatorScript } from './runEmulatorScript';

export function serveCommand(): Command {
  return {
    name: 'serve',
    synopsis:
      'REPOSITORY [--port N] [--model-control-mode none|explicit] [--load-model NAME]... [--cache-config local,size=BYTES] [--json]',
    summary: l10n.t('Serves a model repository over Triton’s HTTP protocol until Ctrl+C, without the rest of the emulator.'),
    options: {
      port: { type: 'string', value: 'N', explanation: l10n.t('The port of the server; any free one when left out.') },
      'model-control-mode': {
        type: 'string',
        value: 'MODE',
        explanation: l10n.t('none loads every model at the start; explicit loads those of --load-model and what is asked for later.'),
      },
      'load-model': {
        type: 'string',
        value: 'NAME',
        explanation: l10n.t('A model to load at the start; may be repeated.'),
      },
      'cache-config': {
        type: 'string',
        value: 'local,size=BYTES',
        explanation: l10n.t('A response cache of that size for the models whose configuration asks for one; none when left out.'),
      },
      json: { type: 'boolean', explanation: l10n.t('The first line tells the addresses as JSON: { "url", "metrics" }.') },
    },
    remarks: [l10n.t('A model that cannot be loaded does not end the server: readiness and the index tell.')],
    run: async (given, surroundings) => {
      const [repository, ...more] = given.positionals;
      if (repository === undefined || more.length > 0) {
        throw new UsageError(l10n.t('Name one model repository, the folder that holds the folders of the models.'));
      }
      const otherFolder = await otherFolderMeant(repository);
      if (otherFolder !== undefined) {
        throw new UsageError(otherFolder);
      }
      const port = wholeNumber(given, 'port', { from: 0, to: 65_535, otherwise: 0 });
      const mode = choice(given, 'model-control-mode', ['none', 'explicit']);
      return runEmulatorScript(
        [
          'serve',
          repository,
          '--port',
          String(port),
          ...(mode === undefined ? [] : ['--model-control-mode', mode]),
          ...given.texts('load-model').flatMap((name) => ['--load-model', name]),
          ...given.texts('cache-config').flatMap((config) => ['--cache-config', config]),
          ...(given.flag('json') ? ['--json'] : []),
        ],
        surroundings,
      );
    },
  };
}
