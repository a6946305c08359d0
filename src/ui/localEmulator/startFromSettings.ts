import { once } from 'node:events';
import { createServer } from 'node:net';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { isProgram } from '../../base/isProgram';
import { settings } from '../../manifest/settings';
import { startEmulator, type EmulatorOptions, type RunningEmulator } from '../../operations/startEmulator';
import { FailureWithWay } from '../shell/failureWithWay';

const portSetting = 'tritonAml.emulator.port';
const tritonServerSetting = 'tritonAml.emulator.tritonServer';

/** Starts the emulator as its settings say. Where one of them is the trouble, the failure leads to it. */
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
    if (error instanceof UserError && (await isWrongPath(tritonServer))) {
      throw settingFailure(
        l10n.t(
          'The local emulator could not be started: {0} is no program that can be run. Give the absolute path of tritonserver in the setting {1}, or the address of a server that runs.',
          tritonServer,
          tritonServerSetting,
        ),
        tritonServerSetting,
        error,
      );
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
  return settingFailure(message, portSetting, cause);
}

function settingFailure(message: string, setting: string, cause: UserError): FailureWithWay {
  // It is a setting of the machine that the emulator runs on, which a remote window shows apart from the user's own.
  const command = vscode.env.remoteName === undefined ? 'workbench.action.openSettings' : 'workbench.action.openRemoteSettings';
  const run = (): Thenable<void> => vscode.commands.executeCommand(command, { query: setting });
  return new FailureWithWay(message, 'emulator-setting', { label: l10n.t('Open Setting'), run }, { cause });
}

/** An address may belong to a server that is not up yet. */
async function isWrongPath(tritonServer: string): Promise<boolean> {
  return tritonServer !== '' && !tritonServer.includes('://') && !(await isProgram(tritonServer));
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
