import type { TritonRelease } from '../documents/pbtxt/release';
import { readConfigDocument, type ModelPlace } from './configDocument';
import { applyRules, type Finding } from './rule';
import { configRules } from './rules/triton';

/** Everything that the text of a config.pbtxt tells. Without a place it is judged on its own, without what its folder would add. */
export function checkConfig(text: string, place?: ModelPlace, release?: TritonRelease): Finding[] {
  return applyRules(configRules, readConfigDocument(text, place, release), release);
}
