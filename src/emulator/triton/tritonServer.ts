import type { IncomingMessage, ServerResponse } from 'node:http';
import { textOfBytes } from './byteText';
import { errorAnswer, type Answer } from './http/answer';
import { route } from './http/router';
import { metricsText, ProcessorUse } from './metricsText';
import { LongJson } from './infer/longJson';
import { ResponseCache } from './model/responseCache';
import { ModelLifecycle } from './repository/modelLifecycle';
import { ServerSettings } from './serverSettings';
import { SharedMemory } from './sharedMemory';
import { TritonLog } from './tritonLog';

export interface TritonServerOptions {
  /** Path of the model repository. */
  readonly repository: string;
  /** `none` serves every model; `explicit` those named and what clients load. */
  readonly controlMode: 'none' | 'explicit';
  /** Models to load at the start in explicit mode; `*` alone stands for all. */
  readonly loadModels: readonly string[];
  /** Path of the bundled modelWorker.js. */
  readonly modelWorker: string;
  /** ONNX Runtime's threads for each instance of a model. */
  readonly threads: number;
  /** Size of the response cache, bytes; undefined or 0 = there is none. */
  readonly cacheBytes?: number;
  /** Gets the lines of the server's log. */
  readonly log: (line: string) => void;
}

/** One version of a model, or a model without one, as the owner of the server sees it; texts are ordinary text. */
export interface ModelStatus {
  readonly model: string;
  /** Undefined for a model that has never been loaded, or whose configuration was refused. */
  readonly version: number | undefined;
  readonly state: 'LOADING' | 'READY' | 'UNLOADING' | 'UNAVAILABLE';
  /** Why it is unavailable; '' when it is not or nobody asked for it. */
  readonly reason: string;
}

export interface TritonServer {
  /** Answers Triton's HTTP routes. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Ends when every model of the start is ready or has failed; never rejects. */
  readonly ready: Promise<void>;
  /** Triton's own readiness, `/v2/health/ready`. */
  readonly isReady: boolean;
  status(): Promise<ModelStatus[]>;
  /** Prometheus text, as on Triton's metrics port. */
  metrics(): string;
  close(): Promise<void>;
}

/** Serves a model repository as Triton does. Models load in the background: wait for `ready`. */
export function createTritonServer(options: TritonServerOptions): Promise<TritonServer> {
  const { repository, controlMode, loadModels, modelWorker, threads, cacheBytes = 0 } = options;
  const log = new TritonLog(options.log);
  const cache = cacheBytes > 0 ? new ResponseCache(cacheBytes) : undefined;
  const lifecycle = new ModelLifecycle({ repository, workerFile: modelWorker, threads, cache, log });
  const processors = new ProcessorUse();
  const longJson = new LongJson(modelWorker);
  const sharedMemory = new SharedMemory();
  const settings = new ServerSettings();
  const answer = (request: IncomingMessage): Promise<Answer> =>
    route(request, { lifecycle, settings, allowsControl: controlMode === 'explicit', longJson, sharedMemory });
  const isAll = controlMode === 'none' || (loadModels.length === 1 && loadModels[0] === '*');
  const ready = (isAll ? lifecycle.loadAll() : lifecycle.loadNamed(loadModels)).catch((error: unknown) => {
    log.error('server', `the repository could not be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  return Promise.resolve({
    ready,
    get isReady(): boolean {
      return lifecycle.isReady;
    },
    handle: (request, response) => {
      void respond(request, response, answer, log); // Its failures are answered and logged there.
    },
    status: async () => (await lifecycle.states()).flatMap(statusOf),
    metrics: () => metricsText({ ready: lifecycle.allReady(), failed: lifecycle.allFailed(), processorUse: processors.share }),
    close: async () => {
      await Promise.all([lifecycle.close(), longJson.close(), sharedMemory.unregister()]);
    },
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: IncomingMessage) => Promise<Answer>,
  log: TritonLog,
): Promise<void> {
  try {
    send(response, await answer(request));
  } catch (error) {
    if (!request.destroyed || !response.destroyed) {
      log.error(
        'http_server',
        `${request.method ?? ''} ${request.url ?? ''}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      send(response, errorAnswer(500, 'the server failed; its log says where', 'application/json'));
    }
  }
}

function send(response: ServerResponse, { status, contentType, parts, headers, isChunked }: Answer): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  // Unread parts of a body would be taken for the next request.
  response.req.resume();
  const length = parts.reduce((total, part) => total + part.byteLength, 0);
  response.sendDate = false;
  response.writeHead(status, {
    'Content-Type': contentType,
    ...headers,
    ...(isChunked === true ? {} : { 'Content-Length': String(length) }),
  });
  for (const part of parts) {
    response.write(part);
  }
  response.end();
}

function statusOf({ name, versions, refusal: reason }: Awaited<ReturnType<ModelLifecycle['states']>>[number]): ModelStatus[] {
  const model = textOfBytes(name);
  if (versions.length === 0) {
    return [{ model, version: undefined, state: 'UNAVAILABLE', reason: textOfBytes(reason ?? '') }];
  }
  return versions.map((one) => ({ model, version: one.version, state: one.state, reason: textOfBytes(one.reason) }));
}
