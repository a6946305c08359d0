import type { Model, ModelVersion } from '../azure/models';
import type { Page } from '../azure/page';
import type { Branch, BranchClient } from './branch';

interface Known {
  readonly versions: Page<ModelVersion>;
  /** What would be another when the model has changed since. */
  readonly latest: string | undefined;
  readonly writes: number;
  /** Milliseconds of the clock. */
  readonly at: number;
}

/** What somebody else does to older versions shows in no list of models: it is seen after so long, or when the row is opened. */
const goodFor = 60_000;
const mostAtOnce = 6;

/** For each client, so that it is forgotten with it. */
const known = new WeakMap<BranchClient['models'], Map<string, Known>>();

/**
 * The first pages of versions of some models, in their order. A list of models is loaded again with each change in its workspace:
 * only models that have changed are asked for again, a few at a time.
 */
export async function firstVersions(branch: Branch, models: readonly Model[], signal: AbortSignal): Promise<Page<ModelVersion>[]> {
  const pages: Page<ModelVersion>[] = [];
  for (let start = 0; start < models.length; start += mostAtOnce) {
    const some = models.slice(start, start + mostAtOnce);
    pages.push(...(await Promise.all(some.map((model) => versionsOnce(branch, model, signal)))));
  }
  return pages;
}

async function versionsOnce(branch: Branch, model: Model, signal: AbortSignal): Promise<Page<ModelVersion>> {
  const { models } = branch.azure;
  const ofClient = known.get(models) ?? new Map<string, Known>();
  known.set(models, ofClient);
  const key = JSON.stringify(model.ref);
  const [at, writes] = [branch.now().getTime(), models.writes(model.ref)];
  const before = ofClient.get(key);
  if (before && before.latest === model.latestVersion && before.writes === writes && at - before.at < goodFor) {
    return before.versions;
  }
  const versions = await models.versions(model.ref, signal);
  ofClient.set(key, { versions, latest: model.latestVersion, writes, at });
  return versions;
}
