import { inspect } from 'node:util';
import type { Log } from '../base/log';

/** One line per event on standard error, with the time in UTC. */
export function standardErrorLog(verbose: boolean): Log {
  const write = (level: string, message: string): void => {
    process.stderr.write(`${new Date().toISOString()} ${level} ${message}\n`);
  };
  return {
    debug: (message) => {
      if (verbose) {
        write('debug', message);
      }
    },
    info: (message) => {
      write('info', message);
    },
    warn: (message) => {
      write('warn', message);
    },
    error: (message, error) => {
      write('error', error === undefined ? message : `${message}: ${inspect(error)}`);
    },
  };
}
