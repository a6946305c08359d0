import { applyEdits } from '../../documents/yaml/yamlEdits';
import type { Finding } from '../../validation/rule';
import { configFixes } from './configFixes';
import { readConfigModel } from './configModel';

/** More faults than any configuration has; what is left after so many rounds does not get better by more. */
const MOST_ROUNDS = 200;

/**
 * A configuration with every finding mended by the best of its fixes, one after the other, since one fix may bring or take another
 * finding. `file` is its absolute path, which need not be there. Findings that nothing mends stay.
 */
export async function correctedConfig(
  file: string,
  text: string,
  findings: (text: string) => Promise<readonly Finding[]>,
): Promise<string> {
  let corrected = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = await mended(file, corrected, await findings(corrected));
    if (next === undefined) {
      break;
    }
    corrected = next;
  }
  return corrected;
}

/** The text after the first fix that changes it; undefined when nothing can be mended. */
async function mended(file: string, text: string, findings: readonly Finding[]): Promise<string | undefined> {
  const model = await readConfigModel(file, text);
  for (const { code, range } of findings) {
    const fixes = configFixes(model, code, range);
    const best = fixes.find(({ isPreferred }) => isPreferred) ?? fixes[0];
    const edits = best?.changes.filter((one) => one.file === file).flatMap((one) => one.edits) ?? [];
    const result = applyEdits(text, edits);
    if (result !== text) {
      return result;
    }
  }
  return undefined;
}
