import * as l10n from '@vscode/l10n';
import type { AzureConnection } from '../azure/connection';
import { DecodeError, Fields } from '../base/decode';
import { UserError } from '../base/errors';
import type { Log } from '../base/log';
import type { EmulatorAddress } from '../protocol/emulator';
import { startChild } from './childProcess';
import { publicAddressFrom } from './emulatorAddress';

export interface EmulatorOptions {
  /** Absolute path of dist/emulator.js. */
  readonly script: string;
  /** Where models, endpoints and logs are kept between starts. */
  readonly stateFolder: string;
  /** 0 = any free one. */
  readonly port: number;
  /** A real Triton server for deployments: path of the program, or address of one that runs; empty or left out = the emulator's own. */
  readonly tritonServer?: string;
  /** A file that describes other tenants and subscriptions than the one of its own; for tests of sign-in. */
  readonly directoryFile?: string;
  /** Every line the process writes to standard error. */
  readonly onLog: (line: string) => void;
}

export interface RunningEmulator {
  readonly address: EmulatorAddress;
  readonly pid: number;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts dist/emulator.js with the very Node that runs us, so that desktop VS Code, VS Code server and plain Node do it alike.
 * The process ends when ours does, even if ours is killed. What it says when it cannot start (port taken, state folder in use by
 * another one) is passed on as it stands.
 */
export async function startEmulator(options: EmulatorOptions, signal: AbortSignal): Promise<RunningEmulator> {
  const { script, onLog } = options;
  try {
    const child = await startChild({ script, arguments: commandLine(options), onLog }, signal);
    try {
      return { ...child, address: decodeAddress(JSON.parse(child.firstLine)) };
    } catch (error) {
      await child.stop();
      throw error;
    }
  } catch (error) {
    if (error instanceof UserError) {
      throw new UserError(l10n.t('The local emulator could not be started. {0}', error.message), `emulator-${error.code}`, {
        cause: error,
      });
    }
    if (error instanceof DecodeError || error instanceof SyntaxError) {
      throw new UserError(
        l10n.t('The local emulator could not be started: it is of another version than this program.'),
        'emulator-version',
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}

function commandLine({ stateFolder, port, tritonServer = '', directoryFile }: EmulatorOptions): string[] {
  return [
    ...['emulator', '--state', stateFolder, '--port', String(port), '--json', '--exit-with-parent'],
    ...(tritonServer === '' ? [] : ['--triton-server', tritonServer]),
    ...(directoryFile === undefined ? [] : ['--directory', directoryFile]),
  ];
}

/** How the one client is opened for the emulator: its address, and the secret of this start for every audience. */
export function emulatorConnection(address: EmulatorAddress, log: Log): AzureConnection {
  return { armEndpoint: address.armEndpoint, getToken: () => Promise.resolve(address.token), billed: false, log };
}

function decodeAddress(raw: unknown): EmulatorAddress {
  const fields = Fields.of(raw, 'emulator');
  return { ...publicAddressFrom(fields), token: fields.text('token') };
}
