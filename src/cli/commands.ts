import { checkCommand } from './checkCommand';
import type { Command } from './command';
import { configCommand } from './configCommand';
import { demoCommand } from './demoCommand';
import { emulatorCommand } from './emulatorCommand';
import { faultsCommand } from './faultsCommand';
import { invokeCommand } from './invokeCommand';
import { migrateCommand } from './migrateCommand';
import { serveCommand } from './serveCommand';

/** In the order of the help. A function, because the texts are in the user's language, which is known only once the program runs. */
export function allCommands(): readonly Command[] {
  return [
    demoCommand(),
    emulatorCommand(),
    faultsCommand(),
    serveCommand(),
    checkCommand(),
    configCommand(),
    migrateCommand(),
    invokeCommand(),
  ];
}
