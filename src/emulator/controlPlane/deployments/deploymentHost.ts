import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../../base/log';
import { ArmError } from '../armError';
import type { ModelFiles, Outcome } from '../ports';
import type { InferenceServer, StartInferenceServer } from '../../inferenceServer';
import { ContainerLog } from './containerLog';
import type { DeploymentRecord } from './deploymentRecord';
import { initializeStorage } from './storageInitializer';

type ContainerType = 'InferenceServer' | 'StorageInitializer';

interface DeploymentHostPorts {
  /** Folder for the models and logs of deployments. */
  readonly folder: string;
  readonly models: ModelFiles;
  readonly startServer: StartInferenceServer;
  readonly log: Log;
}

/**
 * Where deployments run: brings their models to the disk, starts their servers, keeps their logs.
 * A deployment's folder holds a log for each container and one folder for each copy of its model (a generation).
 */
export class DeploymentHost {
  private readonly servers = new Map<string, Promise<InferenceServer | undefined>>();
  private readonly logs = new Map<string, ContainerLog>();
  private readonly closing = new AbortController();

  constructor(private readonly ports: DeploymentHostPorts) {}

  /** The server that answers for a deployment; waits while one is being loaded again after a restart. */
  server(deploymentId: string): Promise<InferenceServer | undefined> {
    return this.servers.get(deploymentId.toLowerCase()) ?? Promise.resolve(undefined);
  }

  /**
   * Brings the model and starts a server on it. The new one takes over only when all of its models are loaded: until then, and
   * when it fails, the one before goes on answering. Returns the name of the new generation; rejects with an ArmError as the service does.
   */
  async deploy(record: DeploymentRecord, signal: AbortSignal): Promise<string> {
    const folder = this.folderOf(record.id);
    const generation = randomUUID();
    const repository = join(folder, generation);
    await mkdir(folder, { recursive: true });
    try {
      const storage = this.restartedLog(record.id, 'StorageInitializer');
      await initializeStorage(record, this.ports.models, repository, storage.write);
      const started = await this.start(record, repository, signal);
      await this.replace(record.id, started);
    } catch (error) {
      await rm(repository, { recursive: true, force: true });
      throw error;
    }
    await this.removeGenerations(folder, generation);
    return generation;
  }

  /** Loads again what a deployment served when the emulator was last stopped; `stopped` when the emulator ends before that is done. */
  async resume(record: DeploymentRecord): Promise<'running' | 'failed' | 'stopped'> {
    const { served } = record;
    if (!served) {
      return 'failed';
    }
    const { signal } = this.closing;
    const starting = this.start(record, join(this.folderOf(record.id), served.generation), signal).catch((error: unknown) => {
      if (!signal.aborted) {
        this.ports.log.error(`deployment ${record.id} could not be started again`, error);
      }
      return undefined;
    });
    this.servers.set(record.id.toLowerCase(), starting);
    return (await starting) ? 'running' : signal.aborted ? 'stopped' : 'failed';
  }

  /** Undefined when the container has not written anything yet. */
  tail(deploymentId: string, container: ContainerType, lines: number): Promise<string | undefined> {
    return this.log(deploymentId, container).tail(lines);
  }

  /** Gives the containers of a deployment logs of a start that never was; a server that runs goes on. */
  async pretend(deploymentId: string, logs: NonNullable<Outcome['logs']>): Promise<void> {
    await mkdir(this.folderOf(deploymentId), { recursive: true });
    logs.storageInitializer.forEach(this.restartedLog(deploymentId, 'StorageInitializer').write);
    logs.inferenceServer.forEach(this.restartedLog(deploymentId, 'InferenceServer').write);
  }

  async remove(deploymentId: string): Promise<void> {
    await this.replace(deploymentId, undefined);
    this.logs.delete(`${deploymentId.toLowerCase()} InferenceServer`);
    this.logs.delete(`${deploymentId.toLowerCase()} StorageInitializer`);
    await rm(this.folderOf(deploymentId), { recursive: true, force: true });
  }

  /** Removes what a start that was interrupted has left. */
  async sweep(records: readonly DeploymentRecord[]): Promise<void> {
    await mkdir(this.ports.folder, { recursive: true });
    const known = new Map(records.map((it) => [this.folderOf(it.id), it.served?.generation]));
    for (const name of await readdir(this.ports.folder)) {
      const folder = join(this.ports.folder, name);
      if (known.has(folder)) {
        await this.removeGenerations(folder, known.get(folder));
      } else {
        await rm(folder, { recursive: true, force: true });
      }
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    const servers = await Promise.all([...this.servers.values()]);
    this.servers.clear();
    await Promise.all(servers.filter((it) => it !== undefined).map((it) => it.close()));
  }

  private async start(record: DeploymentRecord, repository: string, signal: AbortSignal): Promise<InferenceServer> {
    const log = this.restartedLog(record.id, 'InferenceServer');
    if (record.capacity > 1) {
      log.write(`The local emulator serves ${record.capacity} instances with one.`);
    }
    const server = await this.ports.startServer(repository, log.write, signal);
    if (server.failures.length > 0) {
      await server.close();
      throw notReady(server);
    }
    return server;
  }

  private async replace(deploymentId: string, server: InferenceServer | undefined): Promise<void> {
    const key = deploymentId.toLowerCase();
    const before = await this.servers.get(key);
    if (server) {
      this.servers.set(key, Promise.resolve(server));
    } else {
      this.servers.delete(key);
    }
    await before?.close();
  }

  private async removeGenerations(folder: string, except: string | undefined): Promise<void> {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== except) {
        await rm(join(folder, entry.name), { recursive: true, force: true });
      }
    }
  }

  private restartedLog(deploymentId: string, container: ContainerType): ContainerLog {
    const log = this.log(deploymentId, container);
    log.restart();
    return log;
  }

  private log(deploymentId: string, container: ContainerType): ContainerLog {
    const key = `${deploymentId.toLowerCase()} ${container}`;
    const log = this.logs.get(key) ?? new ContainerLog(join(this.folderOf(deploymentId), `${container}.log`));
    this.logs.set(key, log);
    return log;
  }

  /** Ids are longer than file names may be; the hash keeps paths short, as Windows needs them. */
  private folderOf(deploymentId: string): string {
    return join(this.ports.folder, createHash('sha256').update(deploymentId.toLowerCase()).digest('hex').slice(0, 20));
  }
}

/** What the service says when Triton does not become ready, with Triton's own reasons below. */
function notReady(server: InferenceServer): ArmError {
  const details = server.failures.map(({ model, reason }) => ({
    code: 'UserError',
    message: model === undefined ? reason : `failed to load '${model}': ${reason}`,
    target: model ?? 'InferenceServer',
  }));
  return new ArmError(400, {
    code: 'ResourceNotReady',
    message: 'User container has crashed or terminated. The logs of the inference server tell why.',
    target: 'InferenceServer',
    details,
  });
}
