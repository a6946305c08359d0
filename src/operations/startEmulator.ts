import type { Log } from '../base/log';
import type { AzureConnection } from '../azure/connection';
import type { EmulatorAddress } from '../protocol/emulator';

export interface EmulatorOptions {
  /** Absolute path of dist/emulator.js. */
  readonly script: string;
  /** Where models, endpoints and logs are kept between starts. */
  readonly stateFolder: string;
  /** 0 = any free one. */
  readonly port: number;
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
 * The process ends when ours does, even if ours is killed.
 */
export async function startEmulator(options: EmulatorOptions, signal: AbortSignal): Promise<RunningEmulator> {
  throw new Error('stub');
}

export function emulatorConnection(address: EmulatorAddress, log: Log): AzureConnection {
  throw new Error('stub');
}
