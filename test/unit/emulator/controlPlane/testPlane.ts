import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../../../src/base/log';
import { openControlPlane, type ControlPlane, type ControlPlaneOptions } from '../../../../src/emulator/controlPlane/controlPlane';
import type { Directory } from '../../../../src/emulator/controlPlane/directory';
import type { Outcome } from '../../../../src/emulator/controlPlane/ports';
import type { ModelFailure } from '../../../../src/emulator/inferenceServer';

const workspaces = [
  { resourceGroup: 'rg', name: 'ws', location: 'north' },
  { resourceGroup: 'rg', name: 'neighbour', location: 'north' },
];
const directory: Directory = {
  tenants: [{ tenantId: 'tenant', displayName: 'Tenant' }],
  subscriptions: [{ id: 'sub', displayName: 'Sub', tenantId: 'tenant', state: 'Enabled', workspaces }],
  callers: new Map([['token', { denied: false }]]),
};

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** `{}` for an empty answer. */
  readonly body: Body;
  readonly code: string | undefined;
}

/** What tests look at of any answer. */
export interface Body {
  readonly [name: string]: unknown;
  readonly value?: readonly Body[];
  readonly properties?: Body;
  readonly error?: {
    readonly code: string;
    readonly target?: string;
    readonly details?: readonly { readonly code: string; readonly target?: string }[];
  };
}

/** A control plane over HTTP whose blobs, scoring ports and inference servers are lists that a test writes and reads. */
export class TestPlane {
  /** Container paths that hold one file. */
  readonly models = new Set<string>();
  /** What servers started from now on report. */
  failures: ModelFailure[] = [];
  /** Repository folders of the servers that run. */
  readonly running: string[] = [];
  readonly openPorts: string[] = [];
  /** How the next operation on a resource ends. */
  outcome: Outcome | undefined;
  private plane: ControlPlane | undefined;
  private server = createServer();
  private readonly folder = mkdtempSync(join(tmpdir(), 'plane-'));
  private base = '';

  async start(changes: Partial<ControlPlaneOptions> = {}): Promise<void> {
    const bytes = join(this.folder, 'bytes.bin');
    writeFileSync(bytes, 'model');
    this.plane = await openControlPlane({
      stateFolder: join(this.folder, 'state'),
      directory,
      protocol: 'http',
      blobs: {
        accountName: 'acct',
        host: '127.0.0.1:1',
        protocol: 'http',
        containerSas: (container, hours) => `sig=${container}-${hours}`,
      },
      models: { find: (_, path) => (this.models.has(path) ? [{ relativePath: 'm/1/model.onnx', file: bytes, size: 5 }] : []) },
      scoring: {
        open: (id, port = 7) => Promise.resolve(this.openPorts.push(id)).then(() => ({ origin: `http://127.0.0.1:${port}`, port })),
        close: (id) => Promise.resolve(void this.openPorts.splice(this.openPorts.indexOf(id), 1)),
      },
      startServer: (repository, log) => {
        log(`started on ${this.failures.length === 0 ? 'a good' : 'a bad'} repository`);
        this.running.push(repository);
        const close = (): Promise<void> => Promise.resolve(void this.running.splice(this.running.indexOf(repository), 1));
        return Promise.resolve({ failures: [...this.failures], handle: () => undefined, close });
      },
      storageSuffix: 'core.localhost:1',
      operationMilliseconds: () => 20,
      tokenSeconds: 60,
      throttle: false,
      outcome: () => this.outcome,
      log: silentLog,
      ...changes,
    });
    this.server = createServer(this.plane.handle);
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    this.base = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // it listens on TCP
    await this.plane.resume();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.plane?.close();
    this.running.length = 0;
    this.openPorts.length = 0;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** `path` is taken below the workspace `ws` unless it starts with a slash. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const full =
      path.startsWith('/') || path.startsWith('http')
        ? path
        : `/subscriptions/sub/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws/${path}`;
    const url = new URL(full, this.base);
    if (!url.searchParams.has('api-version')) {
      url.searchParams.set('api-version', '2024-10-01');
    }
    const response = await fetch(url, {
      method,
      headers: { Authorization: 'Bearer token', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Body; // answers of our own
    return { status: response.status, headers: response.headers, body: parsed, code: parsed.error?.code };
  }

  /** Sends a write and waits for its operation; the answer is the last status document or result. */
  async finish(method: string, path: string, body?: unknown): Promise<Answered> {
    const first = await this.call(method, path, body);
    const url = first.headers.get('Azure-AsyncOperation') ?? first.headers.get('Location');
    if (url === null) {
      return first;
    }
    for (;;) {
      const poll = await this.call('GET', url);
      if (poll.status !== 202 && poll.body['status'] !== 'InProgress') {
        return poll;
      }
      await new Promise((done) => setTimeout(done, 5));
    }
  }

  /** A registered Triton model whose blobs are there. */
  async model(name: string, path = `LocalUpload/0/${name}`): Promise<string> {
    this.models.add(path);
    const modelUri = `azureml://subscriptions/sub/resourcegroups/rg/workspaces/ws/datastores/workspaceblobstore/paths/${path}`;
    const { body } = await this.call('PUT', `models/${name}/versions/1`, { properties: { modelUri, modelType: 'triton_model' } });
    return String(body['id']);
  }

  endpoint(name: string, properties: Record<string, unknown> = {}): Promise<Answered> {
    return this.finish('PUT', `onlineEndpoints/${name}`, { location: 'north', properties: { authMode: 'Key', ...properties } });
  }

  deployment(endpoint: string, name: string, model: string, changes: Record<string, unknown> = {}): Promise<Answered> {
    const properties = { endpointComputeType: 'Managed', instanceType: 'standard_ds3_v2', model, ...changes };
    return this.finish('PUT', `onlineEndpoints/${endpoint}/deployments/${name}`, {
      location: 'north',
      sku: { name: 'Default', capacity: 1 },
      properties,
    });
  }
}
