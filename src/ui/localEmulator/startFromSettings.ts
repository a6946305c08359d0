import { once } from 'node:events';
import { createServer } from 'node:net';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { settings } from '../../manifest/settings';
import { startEmulator, type EmulatorOptions, type RunningEmulator } from '../../operations/startEmulator';
import { FailureWithWay } from '../shell/failureWithWay';

const portSetting = 'tritonAml.emulator.port';
const tritonServerSetting = 'tritonAml.emulator.tritonServer';

/** Starts the emulator as its settings say. Where the port is the trouble, the failure leads to its setting. */
export async function startFromSettings(
  options: Omit<EmulatorOptions, 'port' | 'tritonServer'>,
  signal: AbortSignal,
): Promise<RunningEmulator> {
  const configuration = vscode.workspace.getConfiguration();
  const port = configuration.get<number>(portSetting, settings[portSetting]);
  const tritonServer = configuration.get<string>(tritonServerSetting, settings[tritonServerSetting]);
  try {
    return await startEmulator({ ...options, port, tritonServer }, signal);
  } catch (error) {
    if (error instanceof UserError && port !== 0 && !(await canListen(port))) {
      throw portFailure(port, error);
    }
    throw error;
  }
}

function portFailure(port: number, cause: UserError): FailureWithWay {
  const message = l10n.t(
    'The local emulator could not be started: port {0} is in use by another program or not allowed. Choose another one in the setting {1}, or 0 for any that is free.',
    port,
    portSetting,
  );
  // It is a setting of the machine that the emulator runs on, which a remote window shows apart from the user's own.
  const command = vscode.env.remoteName === undefined ? 'workbench.action.openSettings' : 'workbench.action.openRemoteSettings';
  const run = (): Thenable<void> => vscode.commands.executeCommand(command, { query: portSetting });
  return new FailureWithWay(message, 'emulator-port', { label: l10n.t('Open Setting'), run }, { cause });
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false; // Whatever the reason is, a port that we cannot have is what stands in the way.
  } finally {
    server.close();
  }
}
