import type * as vscode from 'vscode';
import type { Log } from '../../base/log';

/** A log that writes into an output channel, with the causes of an error below it. */
export function channelLog(channel: vscode.LogOutputChannel): Log {
  return {
    debug: (message) => {
      channel.debug(message);
    },
    info: (message) => {
      channel.info(message);
    },
    warn: (message) => {
      channel.warn(message);
    },
    error: (message, error) => {
      channel.error(error === undefined ? message : `${message}\n${describe(error)}`);
    },
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${describe(error.cause)}`;
}
