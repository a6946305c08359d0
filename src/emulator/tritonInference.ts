import type { InferenceServer, ModelFailure, StartInferenceServer } from './inferenceServer';
import { createTritonServer, type TritonServer } from './triton/tritonServer';

/** Azure gives up sooner or later as well. */
const START_MILLISECONDS = 15 * 60_000;

/** Starts the emulator's Triton for deployments, as the service does: every model of the repository, no model control. */
export function tritonInference(modelWorker: string, threads: number): StartInferenceServer {
  return async (repository, log, signal): Promise<InferenceServer> => {
    const server = await createTritonServer({ repository, controlMode: 'none', loadModels: [], modelWorker, threads, log });
    const limit = AbortSignal.timeout(START_MILLISECONDS);
    if (!(await isReadyBefore(server, AbortSignal.any([signal, limit])))) {
      signal.throwIfAborted();
      return failed('The models were not ready within 15 minutes.');
    }
    return {
      failures: await failuresOf(server),
      handle: (request, response) => {
        server.handle(request, response);
      },
      close: () => server.close(),
    };
  };
}

/** False when the signal has ended the server with all that it was loading: a warm-up may take for ever. */
async function isReadyBefore(server: TritonServer, signal: AbortSignal): Promise<boolean> {
  const end = (): void => {
    void server.close(); // Makes it ready, with models that are not.
  };
  signal.addEventListener('abort', end);
  if (signal.aborted) {
    end();
  }
  await server.ready;
  signal.removeEventListener('abort', end);
  if (signal.aborted) {
    await server.close();
  }
  return !signal.aborted;
}

function failed(reason: string): InferenceServer {
  return { failures: [{ model: undefined, reason }], handle: () => undefined, close: () => Promise.resolve() };
}

/**
 * Everything that could not be loaded: as the service runs it, Triton gives up when any model of the start fails (--exit-on-error is on
 * by default). A version that the policy leaves out is unavailable without a reason, and no failure.
 */
async function failuresOf(server: TritonServer): Promise<ModelFailure[]> {
  const failed = (await server.status()).filter((it) => it.state !== 'READY' && it.reason !== '');
  if (failed.length === 0 && !server.isReady) {
    return [{ model: undefined, reason: 'The server did not become ready.' }];
  }
  return failed.map(({ model, version, reason }) => ({ model: version === undefined ? model : `${model}' version '${version}`, reason }));
}
