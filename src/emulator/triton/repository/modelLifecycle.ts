import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathKind } from '../../../base/pathKind';
import { byteTextOf, textOfBytes } from '../byteText';
import type { ResponseCache } from '../model/responseCache';
import { loadModel, type ServedModel } from '../model/servedModel';
import { loadEnsemble } from '../model/loadEnsemble';
import { internal, invalidArgument, notFound, TritonError } from '../tritonError';
import type { TritonLog } from '../tritonLog';
import { subFolders } from './modelFolder';
import { inParallel } from './inParallel';
import { selectVersions } from './modelVersions';
import { pollModel, type Override, type PolledModel } from './pollModel';

export type ModelState = 'LOADING' | 'READY' | 'UNLOADING' | 'UNAVAILABLE';

export interface VersionStatus {
  readonly version: number;
  readonly state: ModelState;
  /** Why it is unavailable, byte text; '' when it is not. */
  readonly reason: string;
}

interface Version {
  state: ModelState;
  reason: string;
  served: ServedModel | undefined;
}

interface Entry {
  polled: PolledModel;
  /** Folder of files that a load request brought, to be deleted with the model. */
  uploaded: string | undefined;
  readonly versions: Map<number, Version>;
  /** False for a step that only an ensemble asked for. */
  isNamed: boolean;
}

interface LoadedAs {
  /** The files came with a load request. */
  readonly uploaded: boolean;
  /** Somebody asked for this model by its name. */
  readonly isNamed: boolean;
}

export interface LifecycleOptions {
  readonly repository: string;
  readonly workerFile: string;
  readonly threads: number;
  readonly cache: ResponseCache | undefined;
  readonly log: TritonLog;
}

/** Which models are there, in which state, and how they get there (core, model_lifecycle.cc and model_repository_manager.cc). */
export class ModelLifecycle {
  private readonly entries = new Map<string, Entry>();
  /** Models whose configuration was refused, with the reason; they have no state. */
  private readonly refused = new Map<string, string>();
  private hasFailed = false;
  private isStarting = true;
  private readonly ending = new AbortController();
  /** Loads and unloads happen one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: LifecycleOptions) {}

  /** Loads every model of the repository, those that ensembles need first. */
  async loadAll(): Promise<void> {
    await this.start(undefined);
  }

  /** Loads models by name; a failure is logged and shows in the states. */
  async loadNamed(names: readonly string[]): Promise<void> {
    await this.start(names);
  }

  /** The load request: throws what the client is told. */
  async load(name: string, override?: Override): Promise<void> {
    await this.inTurn(async () => {
      const polled = await this.poll(name, override);
      const before = this.entries.get(name);
      if (polled === undefined) {
        throw internal(`failed to load '${name}', failed to poll from model repository`);
      }
      const isSame =
        override === undefined && before?.polled.fingerprint === polled.fingerprint && [...before.versions.values()].some(isReady);
      if (isSame) {
        before.isNamed = true;
        return;
      }
      await this.loadSteps(polled);
      await this.loadPolled(name, polled, { uploaded: override !== undefined && override.files.size > 0, isNamed: true });
      const refusal = this.refused.get(name);
      if (refusal !== undefined) {
        throw invalidArgument(`load failed for model '${name}': ${refusal}\n`);
      }
      const failed = [...(this.entries.get(name)?.versions ?? [])].filter(
        ([, version]) => version.state === 'UNAVAILABLE' && version.reason !== 'unloaded',
      );
      if (failed.length > 0) {
        const why = failed.map(([number, version]) => `version ${number} is at UNAVAILABLE state: ${version.reason}`).join('; ');
        throw invalidArgument(`load failed for model '${name}': ${why}`);
      }
    });
  }

  /** Returns at once; the versions are gone when their last request has been answered. */
  unload(name: string, dependents: boolean): void {
    const entry = this.entries.get(name);
    const steps = dependents ? (entry?.polled.config.ensembleSteps ?? []) : [];
    this.unloadEntry(name);
    for (const { modelName } of steps) {
      if (this.entries.get(modelName)?.isNamed === false) {
        this.unloadEntry(modelName);
      }
    }
  }

  /** A version that answers; undefined = the highest that does. Throws as Triton's core does (model_lifecycle.cc, GetModel). */
  served(name: string, version: bigint | undefined): ServedModel {
    const entry = this.entries.get(name);
    if (entry === undefined) {
      throw notFound(`Request for unknown model: '${name}' is not found`);
    }
    if (version === undefined) {
      const highest = this.readyVersions(name).at(-1);
      if (highest === undefined) {
        throw notFound(`Request for unknown model: '${name}' has no available versions`);
      }
      return highest;
    }
    const found = entry.versions.get(Number(version));
    if (found === undefined) {
      throw notFound(`Request for unknown model: '${name}' version ${version} is not found`);
    }
    if (!isReady(found) || found.served === undefined) {
      throw new TritonError('UNAVAILABLE', `Request for unknown model: '${name}' version ${version} is not at ready state`);
    }
    return found.served;
  }

  /** Ascending. */
  readyVersions(name: string): ServedModel[] {
    return [...(this.entries.get(name)?.versions.entries() ?? [])]
      .sort(([a], [b]) => a - b)
      .flatMap(([, version]) => (isReady(version) && version.served !== undefined ? [version.served] : []));
  }

  /** Every version that answers, by model name. */
  allReady(): ServedModel[] {
    return [...this.entries.keys()].sort().flatMap((name) => this.readyVersions(name));
  }

  /** Versions that could not be loaded. */
  allFailed(): { readonly name: string; readonly version: number }[] {
    return [...this.entries].flatMap(([name, { versions }]) =>
      [...versions].flatMap(([version, { state, reason }]) =>
        state === 'UNAVAILABLE' && reason !== 'unloaded' ? [{ name, version }] : [],
      ),
    );
  }

  /** Strict readiness: nothing on its way, and no load that ever failed in its backend. */
  get isReady(): boolean {
    return (
      !this.isStarting &&
      !this.hasFailed &&
      [...this.entries.values()].every((entry) => [...entry.versions.values()].every((version) => version.state !== 'LOADING'))
    );
  }

  /** All models of the repository by name; without versions = never loaded, or refused for its configuration (`refusal`). */
  async states(): Promise<{ readonly name: string; readonly versions: readonly VersionStatus[]; readonly refusal: string | undefined }[]> {
    const names = new Set([...(await this.folders()), ...this.entries.keys()]);
    return [...names].sort().map((name) => ({
      name,
      versions: [...(this.entries.get(name)?.versions ?? [])]
        .sort(([a], [b]) => a - b)
        .map(([version, { state, reason }]) => ({ version, state, reason })),
      refusal: this.refused.get(name),
    }));
  }

  /** Ends everything, loads that have begun and what runs too. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.turn;
    const versions = [...this.entries.values()].flatMap((entry) => [...entry.versions.values()]);
    await Promise.all(versions.flatMap((version) => (version.served === undefined ? [] : [version.served.scheduler.close('now')])));
    await Promise.all([...this.entries.values()].map((entry) => discard(entry.uploaded)));
  }

  private async start(names: readonly string[] | undefined): Promise<void> {
    try {
      await this.inTurn(() => this.loadSet(names));
    } finally {
      this.isStarting = false;
    }
  }

  private async folders(): Promise<string[]> {
    return (await subFolders(this.options.repository)).map(byteTextOf);
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(job);
    this.turn = mine.catch(() => undefined); // Whoever asked is told; the next in line does not care.
    return mine;
  }

  private async loadSet(chosen: readonly string[] | undefined): Promise<void> {
    const names = chosen ?? (await this.folders());
    const polled = new Map<string, PolledModel>();
    for (const name of [...names].sort()) {
      const model = await this.poll(name);
      if (model !== undefined) {
        polled.set(name, model);
      }
    }
    const isEnsemble = (model: PolledModel): boolean => model.config.ensembleSteps !== undefined;
    const plain = [...polled].filter(([, model]) => !isEnsemble(model));
    await inParallel(plain, availableParallelism(), ([name, model]) => this.loadPolled(name, model, { uploaded: false, isNamed: true }));
    for (const [name, model] of [...polled].filter(([, one]) => isEnsemble(one))) {
      await this.loadSteps(model);
      await this.loadPolled(name, model, { uploaded: false, isNamed: true });
    }
  }

  /** Reads a configuration; undefined, and a line in the log, when it is refused. */
  private async poll(name: string, override?: Override): Promise<PolledModel | undefined> {
    const folder = join(this.options.repository, textOfBytes(name));
    const isModel = !name.includes('/') && name !== '' && name !== '..' && name !== '.' && (await pathKind(folder)) === 'folder';
    if (!isModel) {
      this.options.log.error('model_repository', `failed to poll model '${textOfBytes(name)}': there is no such folder in the repository`);
      return undefined;
    }
    try {
      const polled = await pollModel(folder, name, override);
      this.refused.delete(name);
      return polled;
    } catch (error) {
      const reason = reasonOf(error);
      if (override === undefined) {
        this.refused.set(name, reason);
      }
      this.options.log.error('model_repository', `Poll failed for model directory '${textOfBytes(name)}': ${textOfBytes(reason)}`);
      return undefined;
    }
  }

  /** An ensemble brings its steps with it. */
  private async loadSteps(polled: PolledModel): Promise<void> {
    for (const { modelName } of polled.config.ensembleSteps ?? []) {
      if (this.readyVersions(modelName).length === 0) {
        const step = await this.poll(modelName);
        if (step !== undefined) {
          await this.loadSteps(step);
          await this.loadPolled(modelName, step, { uploaded: false, isNamed: false });
        }
      }
    }
  }

  private async loadPolled(name: string, polled: PolledModel, how: LoadedAs): Promise<void> {
    const { log } = this.options;
    const { versions, warnings } = await selectVersions(polled.folder, name, polled.config.versionPolicy);
    for (const warning of warnings) {
      log.warning('model_lifecycle', textOfBytes(warning));
    }
    if (versions.length === 0) {
      const reason = `at least one version must be available under the version policy of model '${name}'`;
      this.refused.set(name, reason);
      log.error('model_repository', `failed to load model '${textOfBytes(name)}': ${textOfBytes(reason)}`);
      return;
    }
    const before = this.entries.get(name);
    const entry: Entry = {
      polled,
      uploaded: how.uploaded ? polled.folder : undefined,
      versions: new Map(versions.map((version) => [version, successorOf(before?.versions.get(version))])),
      isNamed: how.isNamed || before?.isNamed === true,
    };
    this.entries.set(name, entry);
    await Promise.all(versions.map((version) => this.loadVersion(name, entry, version)));
    if (before !== undefined) {
      await retire(before, entry);
    }
  }

  private async loadVersion(name: string, entry: Entry, version: number): Promise<void> {
    const { log, workerFile, threads, cache } = this.options;
    const { polled } = entry;
    const target = entry.versions.get(version);
    if (target === undefined || this.ending.signal.aborted) {
      return;
    }
    log.info('model_lifecycle', `loading: ${textOfBytes(name)}:${version}`);
    const options = {
      folder: polled.folder,
      version,
      message: polled.message,
      workerFile,
      threads,
      cache,
      signal: this.ending.signal,
      log: (text: string): void => {
        log.warning('instance_pool', text);
      },
    };
    try {
      target.served =
        polled.config.ensembleSteps === undefined
          ? await loadModel(options)
          : await loadEnsemble(options, (step, number) => this.served(step, number === -1 ? undefined : BigInt(number)));
      target.state = 'READY';
      log.info('model_lifecycle', `successfully loaded '${textOfBytes(name)}' version ${version}`);
    } catch (error) {
      target.reason = reasonOf(error);
      target.state = 'UNAVAILABLE';
      target.served = undefined;
      this.hasFailed = true;
      log.error('model_lifecycle', `failed to load '${textOfBytes(name)}' version ${version}: ${textOfBytes(target.reason)}`);
    }
  }

  private unloadEntry(name: string): void {
    const entry = this.entries.get(name);
    for (const version of entry?.versions.values() ?? []) {
      void this.unloadVersion(version); // Ends by itself; the state tells.
    }
    void discard(entry?.uploaded); // The model has been read; nobody waits for the disk.
    for (const [other, { polled }] of this.entries) {
      if (other !== name && polled.config.ensembleSteps?.some((step) => step.modelName === name) === true) {
        this.unloadEntry(other);
      }
    }
  }

  private async unloadVersion(version: Version): Promise<void> {
    const { served } = version;
    version.served = undefined;
    if (served !== undefined) {
      version.state = 'UNLOADING';
      await served.scheduler.close('drain');
    }
    version.state = 'UNAVAILABLE';
    version.reason = 'unloaded';
  }
}

function isReady(version: Version): boolean {
  return version.state === 'READY';
}

/** What answers now goes on answering until the new one is there. */
function successorOf(old: Version | undefined): Version {
  return { state: old?.served === undefined ? 'LOADING' : 'READY', reason: '', served: old?.served };
}

/** Ends what the new entry of a model has taken the place of. */
async function retire(before: Entry, entry: Entry): Promise<void> {
  for (const [number, old] of before.versions) {
    const successor = entry.versions.get(number);
    if (successor === undefined) {
      entry.versions.set(number, { state: 'UNAVAILABLE', reason: 'unloaded', served: undefined });
    }
    if (old.served !== undefined && successor?.served !== old.served) {
      await old.served.scheduler.close('drain');
    }
  }
  await discard(before.uploaded);
}

/** As logs and the index show it, with the error's code in front. */
function reasonOf(error: unknown): string {
  if (error instanceof TritonError) {
    return error.withCode;
  }
  return `Internal: ${byteTextOf(error instanceof Error ? error.message : String(error))}`;
}

async function discard(folder: string | undefined): Promise<void> {
  if (folder !== undefined) {
    await rm(folder, { recursive: true, force: true });
  }
}
