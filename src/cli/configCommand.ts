import * as l10n from '@vscode/l10n';
import { generateConfig } from '../operations/generateConfig';
import type { LocatedFinding } from '../validation/locatedFinding';
import type { Command } from './command';
import { UsageError } from './commandLine';
import type { Terminal } from './terminal';

export function configCommand(): Command {
  return {
    name: 'config',
    synopsis: 'MODEL_DIR|FILE.onnx',
    summary: l10n.t('Prints the config.pbtxt that fits the model: what Triton itself would complete from the ONNX file.'),
    options: {},
    remarks: [l10n.t('A config.pbtxt that is there is kept as far as the model allows it; standard error tells what had to change.')],
    run: async ({ positionals }, { terminal, signal }) => {
      const [place, ...more] = positionals;
      if (place === undefined || more.length > 0) {
        throw new UsageError(l10n.t('Name one model folder or one ONNX file.'));
      }
      const { text, file, corrected, left } = await generateConfig(place, { signal });
      if (corrected.length > 0 && file !== undefined) {
        terminal.tell(l10n.t('Triton refuses {0}, since it disagrees with the model. What is printed follows the model.', file));
        tellEach(corrected, terminal);
      }
      if (left.length > 0) {
        terminal.tell(l10n.t('Triton would refuse what is printed, too:'));
        tellEach(left, terminal);
      }
      terminal.out(text.trimEnd());
      return left.length > 0 ? 1 : 0;
    },
  };
}

function tellEach(findings: readonly LocatedFinding[], terminal: Terminal): void {
  for (const { line, column, code, message } of findings) {
    terminal.tell(`  ${line}:${column} ${code} ${message}`);
  }
}
