import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { listen } from '../../../../src/emulator/triton/tritonListener';
import { createTritonServer, type TritonServer, type TritonServerOptions } from '../../../../src/emulator/triton/tritonServer';

const FIXTURES = 'test/fixtures/triton/repository';

export interface RunningServer {
  readonly url: string;
  readonly server: TritonServer;
  /** A copy of the fixtures' models that a test may change. */
  readonly repository: string;
  readonly lines: readonly string[];
  post(path: string, body: unknown): Promise<Response>;
  close(): Promise<void>;
}

/**
 * A server on copies of some of the fixtures' models and on further files (path in the repository -> content), all loaded. It runs
 * the bundled worker, so `dist` must be built.
 */
export async function startServer(
  models: readonly string[],
  options: Partial<TritonServerOptions> = {},
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<RunningServer> {
  const repository = await mkdtemp(join(tmpdir(), 'triton-test-'));
  for (const model of models) {
    await cp(join(FIXTURES, model), join(repository, model), { recursive: true });
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(repository, path)), { recursive: true });
    await writeFile(join(repository, path), content);
  }
  const lines: string[] = [];
  const server = await createTritonServer({
    repository,
    controlMode: 'none',
    loadModels: [],
    modelWorker: resolve('dist/modelWorker.js'),
    threads: 1,
    log: (line) => {
      lines.push(line);
    },
    ...options,
  });
  await server.ready;
  const http = await listen(0, (request, response) => {
    server.handle(request, response);
  });
  return {
    url: http.url,
    server,
    repository,
    lines,
    post: (path, body) => fetch(`${http.url}${path}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    close: async () => {
      await http.close();
      await server.close();
      await rm(repository, { recursive: true, force: true });
    },
  };
}
