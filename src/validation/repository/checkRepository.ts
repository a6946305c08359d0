import path from 'node:path';
import { giveWay } from '../../base/giveWay';
import { severalAtOnce } from '../../base/severalAtOnce';
import type { TritonRelease } from '../../documents/pbtxt/release';
import { configFindings } from '../checkConfig';
import { applyRules, type Finding } from '../rule';
import { namedModels } from './ensembleRules';
import { repositoryRules } from './index';
import type { ModelFolder, ModelInRepository } from './modelFolder';
import { hasVersion, readModelFolder, type OpenTexts } from './readModelFolder';

/** The findings of one model; `file` is its config.pbtxt, or its folder where it has none. */
export interface CheckedModel {
  readonly file: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

export interface RepositoryChoice {
  /** Absolute path of the folder that holds the model folders. */
  readonly repository: string;
  /** Names of the model folders that are there; asked only where an ensemble or a template wants to know. */
  readonly names: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Those whose findings are wanted; the others only stand beside them. */
  readonly wanted: readonly string[];
  /** The wanted folder was named as what is to be checked; it was not merely found. */
  readonly isNamed?: boolean;
}

/**
 * Checks models of one repository, for one release of Triton or else the newest. Of the other models it reads those that the wanted ones
 * name, so that one model among a thousand is checked while it is typed. Gives way to others between models; rejects when aborted or
 * when the disk refuses to be read.
 */
export async function checkRepository(
  { repository, names, wanted, isNamed = false }: RepositoryChoice,
  signal: AbortSignal,
  openTexts?: OpenTexts,
  release?: TritonRelease,
): Promise<CheckedModel[]> {
  const models = new Map<string, ModelFolder>();
  let present: readonly string[] | undefined;
  let needed: readonly string[] = wanted;
  while (needed.length > 0) {
    const read = await severalAtOnce(needed, (name) => readModelFolder(path.join(repository, name), openTexts, release), signal);
    read.forEach((model) => models.set(model.name, model));
    const named = new Set(read.flatMap(namedModels));
    present ??= named.size > 0 ? await names(signal) : undefined;
    needed = (present ?? []).filter((name) => named.has(name) && !models.has(name));
  }
  const isInRepository =
    [...models.values()].some((model) => model.isInRepository) || (await isOneServed(repository, present ?? (await names(signal)), signal));
  const all = new Map([...models].map(([name, model]) => [name, { ...model, isInRepository }]));
  const pause = giveWay(signal);
  const checked: CheckedModel[] = [];
  for (const name of wanted) {
    await pause();
    const model = all.get(name);
    checked.push(
      ...(model === undefined
        ? []
        : [checkModel({ model: { ...model, isModel: model.isModel || isNamed }, models: all, names: present ?? [] })]),
    );
  }
  return checked;
}

/** Whether any of these has a version folder; without one they all are templates. */
async function isOneServed(repository: string, names: readonly string[], signal: AbortSignal): Promise<boolean> {
  const pause = giveWay(signal);
  for (const name of names) {
    await pause();
    if (await hasVersion(path.join(repository, name))) {
      return true;
    }
  }
  return false;
}

function checkModel(here: ModelInRepository): CheckedModel {
  const { model } = here;
  const findings = [...configFindings(model.document), ...applyRules(repositoryRules, here, model.document.release)];
  return {
    file: model.configFile ?? model.path,
    text: model.text,
    findings: findings.sort((a, b) => a.range.start - b.range.start),
  };
}
