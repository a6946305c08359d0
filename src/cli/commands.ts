import type { Command } from './command';

/**
 * In the order of the help. A command's code is loaded when it is run, and its texts are made then: the user's language is known only
 * once the program runs.
 */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demoCommand')).demoCommand(),
  emulator: async () => (await import('./emulatorCommand')).emulatorCommand(),
  faults: async () => (await import('./faultsCommand')).faultsCommand(),
  serve: async () => (await import('./serveCommand')).serveCommand(),
  check: async () => (await import('./checkCommand')).checkCommand(),
  config: async () => (await import('./configCommand')).configCommand(),
  migrate: async () => (await import('./migrateCommand')).migrateCommand(),
  invoke: async () => (await import('./invokeCommand')).invokeCommand(),
};

/** Undefined when there is none of this name. */
export async function findCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(commands, name) ? commands[name]?.() : undefined;
}

export function allCommands(): Promise<Command[]> {
  return Promise.all(Object.values(commands).map((load) => load()));
}
