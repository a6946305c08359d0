import { azureMlDocuments } from '../../documents/azureml/azureMlDocument';
import { keptYaml } from '../../documents/yaml/keptYaml';
import { checkedDocument } from '../../validation/azureml/checkedDocument';
import type { Finding } from '../../validation/rule';
import type { QuickFix } from '../answers';
import type { AskedText } from './asked';
import type { Fix, FixMaker } from './fix';
import { fixesOfFiles } from './fixesOfFiles';
import { fixesOfKeys } from './fixesOfKeys';
import { fixesOfNumbers } from './fixesOfNumbers';
import { fixesOfTriton } from './fixesOfTriton';
import { entryAt } from './placeOf';

const makers: ReadonlyMap<string, FixMaker> = new Map([...fixesOfKeys, ...fixesOfNumbers, ...fixesOfTriton, ...fixesOfFiles]);

export const fixableCodes: readonly string[] = [...makers.keys()];

/** What mends a finding of checkAzureMlText in the same text. */
export function azureMlFixes({ text, file, files }: AskedText, finding: Pick<Finding, 'code' | 'range'>): readonly QuickFix[] {
  const make = makers.get(finding.code);
  const source = keptYaml(text);
  if (!make || typeof source === 'string' || source.problems.length > 0) {
    return [];
  }
  const { start } = finding.range;
  for (const document of azureMlDocuments(source)) {
    const place = entryAt(document, start);
    if (place) {
      const fixes = make({ ...place, text, finding, document: checkedDocument(document, files) });
      return fixes.map((fix, index) => quickFix(fix, file, index === 0));
    }
  }
  return [];
}

function quickFix({ title, edits, newFiles = [], isGuess = false }: Fix, file: string, isFirst: boolean): QuickFix {
  const folder = file.replace(/[^\\/]*$/, '');
  const made = newFiles.map(({ name, text }) => ({
    file: `${folder}${name}`,
    edits: [{ range: { start: 0, end: 0 }, newText: text }],
    isNew: true,
  }));
  return { title, changes: [{ file, edits }, ...made], isPreferred: isFirst && !isGuess };
}
