import path from 'node:path';
import { giveWay } from '../../base/giveWay';
import type { TritonRelease } from '../../documents/pbtxt/release';
import { configFindings } from '../checkConfig';
import { applyRules, type Finding } from '../rule';
import type { ModelFolder } from './modelFolder';
import { repositoryRules } from './index';
import { readModelFolder, type OpenTexts } from './readModelFolder';

/** The findings of one model; `file` is its config.pbtxt, or its folder where it has none. */
export interface CheckedModel {
  readonly file: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

export interface RepositoryChoice {
  /** Absolute path of the folder that holds the model folders. */
  readonly repository: string;
  /** Names of the model folders that are there. */
  readonly names: readonly string[];
  /** Those whose findings are wanted; the others only stand beside them. */
  readonly wanted: readonly string[];
  /** The wanted folder was named as what is to be checked; it was not merely found. */
  readonly isNamed?: boolean;
}

/**
 * Checks models of one repository, for one release of Triton or else the newest. Gives way to others between models; rejects when
 * aborted or when the disk refuses to be read.
 */
export async function checkRepository(
  { repository, names, wanted, isNamed = false }: RepositoryChoice,
  signal: AbortSignal,
  openTexts?: OpenTexts,
  release?: TritonRelease,
): Promise<CheckedModel[]> {
  const pause = giveWay(signal);
  const read: ModelFolder[] = [];
  for (const name of names) {
    await pause();
    read.push(await readModelFolder(path.join(repository, name), openTexts, release));
  }
  const isInRepository = read.some((model) => model.isInRepository);
  const models = new Map(read.map((model) => [model.name, { ...model, isInRepository }]));
  const checked: CheckedModel[] = [];
  for (const name of wanted) {
    await pause();
    const model = models.get(name);
    checked.push(...(model === undefined ? [] : [checkModel({ ...model, isModel: model.isModel || isNamed }, models)]));
  }
  return checked;
}

function checkModel(model: ModelFolder, models: ReadonlyMap<string, ModelFolder>): CheckedModel {
  const { document } = model;
  const findings = [...configFindings(document), ...applyRules(repositoryRules, { model, models }, document.release)];
  return {
    file: model.configFile ?? model.path,
    text: model.text,
    findings: findings.sort((a, b) => a.range.start - b.range.start),
  };
}
