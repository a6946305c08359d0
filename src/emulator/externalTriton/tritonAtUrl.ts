import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InferenceServer, ModelFailure, StartInferenceServer } from '../inferenceServer';
import { forwardTo } from './forwardTo';
import { modelOverride, OverrideError, type ModelOverride } from './modelOverride';
import { ModelOwners } from './modelOwners';
import { RemoteRepository, RepositoryRefusal } from './remoteRepository';

/**
 * Runs deployments on a server that is there already and lets models be loaded: the files go with the request, so the server may be on
 * another computer. `ownersFile` remembers which deployment put a model there.
 */
export function tritonAtUrl(url: URL, ownersFile: string): StartInferenceServer {
  const remote = new RemoteRepository(url);
  const owners = new ModelOwners(ownersFile, url.origin + url.pathname);
  return async (repository, log, signal) => {
    log(`The models are loaded into the Triton server at ${url.origin}. What it writes about that is in its own log.`);
    const placing: Placing = { remote, owners, repository, log, signal };
    const failures = await place(placing);
    failures.forEach(({ model = '', reason }) => {
      log(`could not load ${model}: ${reason}`);
    });
    return failures.length > 0 ? failed(failures) : serving(placing, url);
  };
}

interface Placing {
  readonly remote: RemoteRepository;
  readonly owners: ModelOwners;
  /** Folder of the models; the one above it is the deployment's. */
  readonly repository: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Loads every model, or leaves the server as it was. */
async function place(placing: Placing): Promise<ModelFailure[]> {
  const loaded: { readonly model: string; readonly before: string | undefined }[] = [];
  try {
    const models = await overridesBelow(placing.repository);
    for (const { model } of models) {
      await refuseForeign(placing, model);
    }
    for (const { model, override } of models) {
      loaded.push({ model, before: placing.owners.of(model) });
      await placing.owners.set(model, placing.repository);
      await load(placing, model, override);
    }
    return [];
  } catch (error) {
    for (const { model, before } of loaded.reverse()) {
      await putBack(placing, model, before);
    }
    placing.signal.throwIfAborted();
    if (error instanceof PlacingError) {
      return [{ model: error.model, reason: error.message }];
    }
    throw error;
  }
}

/** Steps come before the ensembles that name them. */
async function overridesBelow(repository: string): Promise<{ readonly model: string; readonly override: ModelOverride }[]> {
  const folders = (await readdir(repository, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const models = await Promise.all(
    folders.map(async ({ name: model }) => {
      try {
        return { model, override: await modelOverride(join(repository, model)) };
      } catch (error) {
        throw error instanceof OverrideError ? new PlacingError(model, error.message) : error;
      }
    }),
  );
  return models.sort((a, b) => Number(a.override.isEnsemble) - Number(b.override.isEnsemble));
}

/** A name stands for one model on a server: those of its owner and of other deployments stay. */
async function refuseForeign({ remote, owners, repository, signal }: Placing, model: string): Promise<void> {
  const owner = owners.of(model);
  if (owner !== undefined && dirname(owner) === dirname(repository)) {
    return;
  }
  if (await inWords(undefined, () => remote.serves(model, signal))) {
    const who = owner === undefined ? 'has a model of that name already' : 'serves the model of that name of another deployment';
    throw new PlacingError(model, `the server ${who}, and would lose it. Give the path of tritonserver instead of an address.`);
  }
}

async function load({ remote, log, signal }: Placing, model: string, { body }: ModelOverride): Promise<void> {
  log(`loading ${model}`);
  await inWords(model, () => remote.load(model, body, signal));
  log(`loaded ${model}`);
}

async function inWords<T>(model: string | undefined, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw error instanceof RepositoryRefusal ? new PlacingError(error.isAboutServer ? undefined : model, error.message) : error;
  }
}

/** What the deployment served before it is served again. A server that has gone has nothing to be put back. */
async function putBack({ remote, owners, log }: Placing, model: string, before: string | undefined): Promise<void> {
  try {
    await owners.set(model, before);
    await (before === undefined ? remote.unload(model) : remote.load(model, (await modelOverride(join(before, model))).body));
  } catch (error) {
    log(`could not put back ${model}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function serving(placing: Placing, url: URL): InferenceServer {
  const { remote, owners, repository, log } = placing;
  const forwarder = forwardTo(url);
  return {
    failures: [],
    handle: (request, response) => {
      // In Azure a deployment has no model control, and here it would be that of other deployments as well.
      if (/^\/v2\/repository\/models\/[^/]+\/(?:un)?load$/.test((request.url ?? '').split('?')[0] ?? '')) {
        request.resume();
        response.writeHead(503, { 'Content-Type': 'application/json' });
        response.end('{"error":"explicit model load / unload is not allowed if polling is enabled"}');
      } else {
        forwarder.forward(request, response);
      }
    },
    close: async () => {
      for (const model of owners.ownedBy(repository)) {
        await putBack({ remote, owners, log, repository, signal: placing.signal }, model, undefined);
      }
      forwarder.close();
    },
  };
}

function failed(failures: readonly ModelFailure[]): InferenceServer {
  return { failures, handle: () => undefined, close: () => Promise.resolve() };
}

class PlacingError extends Error {
  override readonly name = 'PlacingError';

  constructor(
    readonly model: string | undefined,
    reason: string,
  ) {
    super(reason);
  }
}
