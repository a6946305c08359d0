import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import { pathKind } from '../base/pathKind';
import { errorCode } from '../base/systemError';
import type { TritonAddress } from '../protocol/emulator';
import { askedToEnd } from './askedToEnd';
import { createTritonServer, type TritonServer } from './triton/tritonServer';
import { localOnly, refuseAsTriton } from './localOnly';
import { listen, type TritonListener } from './triton/tritonListener';
import type { RequestListener, ServerResponse } from 'node:http';

/** Exit status: ended as asked, or could not start (also: called wrongly). */
const ENDED = 0;
const COULD_NOT_START = 2;

const argumentTypes = {
  port: { type: 'string' },
  'model-control-mode': { type: 'string' },
  'load-model': { type: 'string', multiple: true },
  threads: { type: 'string' },
  'cache-config': { type: 'string' },
  json: { type: 'boolean' },
  'exit-with-parent': { type: 'boolean' },
} as const;

interface ServeArguments {
  readonly repository: string;
  readonly port: number;
  readonly controlMode: 'none' | 'explicit';
  readonly loadModels: readonly string[];
  readonly threads: number;
  readonly cacheBytes: number;
  readonly json: boolean;
  readonly exitWithParent: boolean;
}

/**
 * `serve REPOSITORY [--port N] [--model-control-mode none|explicit] [--load-model NAME]… [--threads N] [--cache-config local,size=BYTES] [--json]
 * [--exit-with-parent]`:
 * Triton's HTTP server on a model repository, in the foreground, on this machine only. The first line of standard output tells
 * its address once every model is ready or has failed; the log goes to standard error. `modelWorker` is the path of the bundled
 * model worker. Resolves to the exit status.
 */
export async function serve(args: readonly string[], modelWorker: string): Promise<number> {
  let options: ServeArguments;
  try {
    options = await readArguments(args);
  } catch (error) {
    return refuse(error);
  }
  const ending = askedToEnd(options.exitWithParent);
  // The ports come first: whether they can be had is known at once, and nothing has been loaded in vain.
  let server: TritonServer | undefined = undefined;
  const current = (): TritonServer | undefined => server;
  let http: TritonListener;
  let metrics: TritonListener;
  try {
    http = await listen(
      options.port,
      localOnly((request, response) => current()?.handle(request, response), refuseAsTriton, 'triton'),
    );
    metrics = await listen(
      0,
      localOnly(
        metricsOnly(() => current()?.metrics() ?? ''),
        refuseAsTriton,
        'triton',
      ),
    );
  } catch (error) {
    return refuse(error);
  }
  server = await createTritonServer({ ...options, modelWorker, log: writeLine });
  const isReady = await Promise.race([server.ready.then(() => true), ending.then(() => false)]);
  if (isReady) {
    process.stdout.write(`${announce({ url: http.url, metrics: metrics.url }, options)}\n`);
    await ending;
  }
  await Promise.all([http.close(), metrics.close(), server.close()]);
  return ENDED;
}

function writeLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

function announce(address: TritonAddress, { json, repository }: ServeArguments): string {
  if (json) {
    return JSON.stringify(address);
  }
  return [
    l10n.t('Serving the model repository {0} at {1}. Press Ctrl+C to stop.', repository, address.url),
    l10n.t('Metrics: {0}', `${address.metrics}/metrics`),
  ].join('\n');
}

async function readArguments(args: readonly string[]): Promise<ServeArguments> {
  const { values, positionals } = parseArgs({ args: [...args], options: argumentTypes, allowPositionals: true });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) {
    throw new UserError(l10n.t('Name one model repository: a folder whose sub-folders are models.'), 'bad-arguments');
  }
  const repository = resolve(folder);
  if ((await pathKind(repository)) !== 'folder') {
    throw new UserError(l10n.t('The model repository {0} is not a folder.', repository), 'no-repository');
  }
  return {
    repository,
    port: wholeNumber('--port', values.port ?? '0', { least: 0, most: 65_535 }),
    ...modelControl(values['model-control-mode'] ?? 'none', values['load-model'] ?? []),
    threads: wholeNumber('--threads', values.threads ?? '1', { least: 1, most: 256 }),
    cacheBytes: cacheBytes(values['cache-config']),
    json: values.json ?? false,
    exitWithParent: values['exit-with-parent'] ?? false,
  };
}

function modelControl(controlMode: string, loadModels: readonly string[]): Pick<ServeArguments, 'controlMode' | 'loadModels'> {
  if (controlMode !== 'none' && controlMode !== 'explicit') {
    throw new UserError(l10n.t('--model-control-mode must be none or explicit, found "{0}".', controlMode), 'bad-arguments');
  }
  if (loadModels.length > 0 && controlMode === 'none') {
    throw new UserError(l10n.t('--load-model needs --model-control-mode explicit; otherwise every model is loaded.'), 'bad-arguments');
  }
  return { controlMode, loadModels };
}

/** The form of Triton's own option. */
function cacheBytes(text: string | undefined): number {
  const [, size] = /^local,size=(\d{1,15})$/.exec(text ?? 'local,size=0') ?? [];
  if (size === undefined) {
    throw new UserError(l10n.t('--cache-config must be local,size=BYTES, found "{0}".', text ?? ''), 'bad-arguments');
  }
  return Number(size);
}

/** Triton's metrics port: /metrics, and an empty answer to everything else. */
function metricsOnly(metrics: () => string): RequestListener {
  return (request, response) => {
    request.resume();
    if (request.method !== 'GET') {
      send(response, 405, { type: 'text/plain', body: '{"error":"Method Not Allowed"}' });
      return;
    }
    const isMetrics = /^\/metrics(?:\?|$)/.test(request.url ?? '');
    send(response, 200, { type: 'text/plain; charset=utf-8', body: isMetrics ? metrics() : '' });
  };
}

function send(response: ServerResponse, status: number, { type, body }: { readonly type: string; readonly body: string }): void {
  const bytes = Buffer.from(body, 'latin1');
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.byteLength });
  response.end(bytes);
}

function wholeNumber(name: string, text: string, { least, most }: { readonly least: number; readonly most: number }): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UserError(l10n.t('{0} must be a whole number from {1} to {2}, found "{3}".', name, least, most, text), 'bad-arguments');
  }
  return value;
}

/** Words for what can be expected to go wrong: wrong arguments, and what the system says of the port. Anything else is a bug. */
function refuse(error: unknown): number {
  const code = errorCode(error) ?? '';
  if (error instanceof UserError || code.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${error instanceof Error ? error.message : ''}\n`);
    return COULD_NOT_START;
  }
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    process.stderr.write(
      `${l10n.t('The port cannot be used because it is taken or not allowed. Choose another one, or leave --port out.')}\n`,
    );
    return COULD_NOT_START;
  }
  throw error;
}
