import type { InferenceServer, StartInferenceServer } from './controlPlane/ports';
import { createTritonServer } from './triton/tritonServer';

/** Serves the models of a deployment with the emulator's own Triton. Resolves when every model is ready or has failed. */
export function tritonInference(modelWorker: string, threads: number): StartInferenceServer {
  return async (repository, log): Promise<InferenceServer> => {
    const server = await createTritonServer({ repository, controlMode: 'none', loadModels: [], modelWorker, threads, log });
    await server.ready;
    const states = await server.status();
    return {
      failures: states.filter((one) => one.state !== 'READY').map(({ model, reason }) => ({ model, reason })),
      handle: (request, response) => {
        server.handle(request, response);
      },
      close: () => server.close(),
    };
  };
}
