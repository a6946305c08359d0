import * as l10n from '@vscode/l10n';
import { generateConfig } from '../operations/generateConfig';
import type { Command } from './command';
import { UsageError } from './commandLine';

export function configCommand(): Command {
  return {
    name: 'config',
    synopsis: 'MODEL_DIR|FILE.onnx',
    summary: l10n.t('Prints the config.pbtxt that fits the model: what Triton itself would complete from the ONNX file.'),
    options: {},
    remarks: [],
    run: async ({ positionals }, { terminal }) => {
      const [place, ...more] = positionals;
      if (place === undefined || more.length > 0) {
        throw new UsageError(l10n.t('Name one model folder or one ONNX file.'));
      }
      terminal.out((await generateConfig(place)).trimEnd());
      return 0;
    },
  };
}
