import type { TritonRelease } from '../documents/pbtxt/release';
import { readConfigDocument, type ConfigDocument, type ModelPlace } from './configDocument';
import { applyRules, type Finding } from './rule';
import { configRules } from './rules/triton';
import { unfinishedPlaces } from './unfinished';

/** Everything that the text of a config.pbtxt tells. Without a place it is judged on its own, without what its folder would add. */
export function checkConfig(text: string, place?: ModelPlace, release?: TritonRelease): Finding[] {
  return configFindings(readConfigDocument(text, place, release));
}

/** Of a place where somebody is still typing only that it is not closed yet. */
export function configFindings(document: ConfigDocument): Finding[] {
  const isUnfinished = unfinishedPlaces(document.reading.document.root);
  return applyRules(configRules, document, document.release).filter(
    ({ code, range }) => code.startsWith('triton/text-') || !isUnfinished(range),
  );
}
