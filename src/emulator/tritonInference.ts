import type { InferenceServer, ModelFailure, StartInferenceServer } from './controlPlane/ports';
import { createTritonServer, type TritonServer } from './triton/tritonServer';

/** Starts the emulator's Triton for deployments, as the service does: every model of the repository, no model control. */
export function tritonInference(modelWorker: string, threads: number): StartInferenceServer {
  return async (repository, log): Promise<InferenceServer> => {
    const server = await createTritonServer({ repository, controlMode: 'none', loadModels: [], modelWorker, threads, log });
    await server.ready;
    return {
      failures: await failuresOf(server),
      handle: (request, response) => {
        server.handle(request, response);
      },
      close: () => server.close(),
    };
  };
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
