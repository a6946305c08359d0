import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as l10n from '@vscode/l10n';
import { DecodeError } from '../base/decode';
import { UserError } from '../base/errors';
import { errorCode } from '../base/systemError';
import type { EmulatorAddress } from '../protocol/emulator';
import { askedToEnd } from './askedToEnd';
import { directoryFrom, localDirectory, type Directory } from './controlPlane/directory';
import type { StartInferenceServer } from './inferenceServer';
import { startEmulator, type EmulatorOptions } from './emulator';
import { externalTriton } from './externalTriton/externalTriton';
import { tritonPlace } from './externalTriton/tritonPlace';
import type { Tls } from './loopbackServer';
import { FaultSpecError } from './faults/faultSpec';
import { scaledTimes } from './operationTimes';
import { standardErrorLog } from './standardErrorLog';

/** Exit status: ended as asked, or could not start (also: called wrongly). */
const ENDED = 0;
const COULD_NOT_START = 2;

const argumentTypes = {
  state: { type: 'string' },
  port: { type: 'string' },
  json: { type: 'boolean' },
  'exit-with-parent': { type: 'boolean' },
  directory: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'operation-milliseconds': { type: 'string' },
  'time-scale': { type: 'string' },
  throttle: { type: 'boolean' },
  'token-seconds': { type: 'string' },
  'triton-server': { type: 'string' },
  fault: { type: 'string', multiple: true },
  verbose: { type: 'boolean' },
} as const;

/**
 * `emulator [--state DIR] [--port N] [--json] …`: runs in the foreground until it is told to end. `ownServer` starts deployments, unless a
 * real Triton server is given. Resolves to the exit status.
 */
export async function emulatorCommand(args: readonly string[], ownServer: StartInferenceServer): Promise<number> {
  try {
    const { values } = parseArgs({ args: [...args], options: argumentTypes });
    const options = await optionsFrom(values, ownServer);
    const ending = askedToEnd(values['exit-with-parent'] ?? false);
    const emulator = await startEmulator(options);
    process.stdout.write(`${values.json ? JSON.stringify(emulator.address) : inWords(emulator.address, options.stateFolder)}\n`);
    await ending;
    await emulator.close();
    return ENDED;
  } catch (error) {
    const message = expected(error);
    if (message === undefined) {
      throw error;
    }
    process.stderr.write(`${message}\n`);
    return COULD_NOT_START;
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof argumentTypes }>>['values'];

async function optionsFrom(values: Values, ownServer: StartInferenceServer): Promise<EmulatorOptions> {
  const stateFolder = resolve(values.state ?? join(homedir(), '.triton-azureml', 'emulator'));
  return {
    stateFolder,
    port: wholeNumber('--port', values.port ?? '0', 65_535),
    directory: values.directory === undefined ? localDirectory : await readDirectory(values.directory),
    ...(await readTls(values.cert, values.key)),
    startServer: await serverGiven(values['triton-server'] ?? '', stateFolder, ownServer),
    operationMilliseconds: operationTimes(values['operation-milliseconds'], values['time-scale']),
    tokenSeconds: wholeNumber('--token-seconds', values['token-seconds'] ?? '3600', 86_400_000),
    faults: values.fault ?? [],
    throttle: values.throttle ?? false,
    log: standardErrorLog(values.verbose ?? false),
  };
}

async function serverGiven(text: string, stateFolder: string, ownServer: StartInferenceServer): Promise<StartInferenceServer> {
  return text.trim() === '' ? ownServer : externalTriton(await tritonPlace(text.trim()), stateFolder);
}

function inWords(address: EmulatorAddress, stateFolder: string): string {
  return [
    l10n.t('The local emulator is running. Nothing is billed. Press Ctrl+C to stop it.'),
    l10n.t('Resource Manager: {0}', address.armEndpoint),
    l10n.t('Blob storage: {0}', address.blobEndpoint),
    l10n.t('Cloud metadata: {0}', address.metadataUrl),
    l10n.t('Subscription {0}, resource group {1}, workspace {2}', address.subscriptionId, address.resourceGroup, address.workspace),
    l10n.t('Bearer token: {0}', address.token),
    l10n.t('State: {0}', stateFolder),
  ].join('\n');
}

async function readDirectory(file: string): Promise<Directory> {
  try {
    return directoryFrom(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof DecodeError || error instanceof SyntaxError) {
      throw new UserError(l10n.t('The directory file {0} cannot be used: {1}', file, error.message), 'bad-directory', { cause: error });
    }
    throw error;
  }
}

async function readTls(cert: string | undefined, key: string | undefined): Promise<{ tls?: Tls }> {
  if (cert === undefined && key === undefined) {
    return {};
  }
  if (cert === undefined || key === undefined) {
    throw new UserError(l10n.t('--cert and --key belong together: give both, or neither.'), 'bad-arguments');
  }
  return { tls: { cert: await readPem(cert), key: await readPem(key) } };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(
      l10n.t('{0} could not be read. Give a file in PEM format that exists and that you may read.', file),
      'unreadable-certificate',
      { cause: error },
    );
  }
}

/** Half a second each, a number that is given, or parts of what Azure takes. */
function operationTimes(milliseconds: string | undefined, scale: string | undefined): EmulatorOptions['operationMilliseconds'] {
  if (scale === undefined) {
    const fixed = wholeNumber('--operation-milliseconds', milliseconds ?? '500', 86_400_000);
    return () => fixed;
  }
  if (!/^\d+(\.\d+)?$/.test(scale) || Number(scale) > 10) {
    throw new UserError(l10n.t('{0} must be a number from 0 to {1}, found "{2}".', '--time-scale', 10, scale), 'bad-arguments');
  }
  return scaledTimes(Number(scale));
}

function wholeNumber(name: string, text: string, highest: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > highest) {
    throw new UserError(l10n.t('{0} must be a whole number from 0 to {1}, found "{2}".', name, highest, text), 'bad-arguments');
  }
  return value;
}

/** Words for what can be expected to go wrong; undefined for a bug. */
function expected(error: unknown): string | undefined {
  if (error instanceof UserError || error instanceof FaultSpecError) {
    return error.message;
  }
  const code = errorCode(error) ?? '';
  // Wrong arguments (parseArgs), and what the system says of files, folders and ports.
  return error instanceof Error && (code.startsWith('ERR_PARSE_ARGS') || /^E[A-Z]+$/.test(code)) ? error.message : undefined;
}
