import * as l10n from '@vscode/l10n';
import type { Command } from './command';

const program = 'triton-azureml';

/** What `--help` prints: every command in a line. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    l10n.t('Usage: {0} COMMAND [OPTIONS]', program),
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    l10n.t('{0} COMMAND --help explains a command; {0} --version prints the version.', program),
    l10n.t('Exit status: 0 done, 1 the job failed, 2 called wrongly or could not start.'),
  ].join('\n');
}

/** What `COMMAND --help` prints. */
export function commandHelp({ name, synopsis, summary, remarks, options }: Command): string {
  const rows = Object.entries(options).map(([option, { value, explanation }]) => ({
    left: value === undefined ? `--${option}` : `--${option} ${value}`,
    explanation,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return [
    l10n.t('Usage: {0} {1} {2}', program, name, synopsis),
    '',
    summary,
    '',
    ...rows.map(({ left, explanation }) => `  ${left.padEnd(width)}  ${explanation}`),
    ...remarks.flatMap((remark) => ['', remark]),
  ].join('\n');
}

/** Where somebody who called the program wrongly is sent. */
export function helpHint(command: string | undefined): string {
  return l10n.t('{0} explains.', command === undefined ? `${program} --help` : `${program} ${command} --help`);
}
