import * as l10n from '@vscode/l10n';
import { isCancelled, UserError } from '../base/errors';
import type { Command, Surroundings } from './command';
import { readArguments, UsageError } from './commandLine';
import { allCommands, findCommand } from './commands';
import { commandHelp, helpHint, programHelp } from './help';
import { readVersion } from './version';

/** What shells expect of a program that Ctrl-C ended: 128 and the signal's number. */
export const cancelledStatus = 130;

/** Runs one command line (without node and the script) and returns the exit status. Whatever fails is said on standard error. */
export async function runProgram(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const { terminal, packageFile } = surroundings;
  const [name, ...rest] = words;
  if (name === '--version') {
    terminal.out(await readVersion(packageFile));
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(programHelp(await allCommands()));
    return 0;
  }
  const command = name === undefined ? undefined : await findCommand(name);
  if (!command) {
    terminal.tell(name === undefined ? programHelp(await allCommands()) : l10n.t('There is no command {0}.', name));
    terminal.tell(helpHint(undefined));
    return 2;
  }
  return runCommand(command, rest, surroundings);
}

async function runCommand(command: Command, words: readonly string[], surroundings: Surroundings): Promise<number> {
  const { terminal } = surroundings;
  try {
    const end = words.indexOf('--');
    if (words.slice(0, end === -1 ? undefined : end).some((word) => word === '--help' || word === '-h')) {
      terminal.out(commandHelp(command));
      return 0;
    }
    return await command.run(readArguments(words, command.options), surroundings);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.tell(error.message);
      terminal.tell(helpHint(command.name));
      return 2;
    }
    if (isCancelled(error) || surroundings.signal.aborted) {
      terminal.tell(l10n.t('Cancelled.'));
      return cancelledStatus;
    }
    // What is no UserError is a mistake of ours: the whole of it helps whoever reports it.
    terminal.tell(
      error instanceof UserError
        ? error.message
        : l10n.t('Something failed unexpectedly: {0}', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    return 1;
  }
}
