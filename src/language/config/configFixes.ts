import type { TextRange } from '../../base/textRange';
import type { QuickFix } from '../answers';
import { ensembleFixes } from './ensembleFixes';
import { fieldFixes } from './fieldFixes';
import { fixPlace, type Fixer } from './configFix';
import type { ConfigModel } from './configModel';
import { labelOffers, tensorFixes } from './tensorFixes';
import { textFixes } from './textFixes';

const fixers: ReadonlyMap<string, Fixer> = new Map(Object.entries({ ...textFixes, ...fieldFixes, ...tensorFixes, ...ensembleFixes }));

/** What mends a finding of this code at this place, the best first. */
export function configFixes(model: ConfigModel, code: string, range: TextRange): QuickFix[] {
  return fixers.get(code)?.(fixPlace(model, range)) ?? [];
}

/** What a place offers without anything being wrong there. */
export function configOffers(model: ConfigModel, range: TextRange): QuickFix[] {
  return labelOffers(fixPlace(model, range));
}
