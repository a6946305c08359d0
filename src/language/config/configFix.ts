import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../base/textRange';
import type { QuickFix, TextEdit } from '../answers';
import type { ConfigModel } from './configModel';
import { nodesAt, type ConfigNode } from './configTree';
import { addition, removal } from './configEdits';
import type { PbtxtMessage } from '../../documents/pbtxt/pbtxtDocument';

/** What a finding was said of. */
export interface FixPlace {
  readonly model: ConfigModel;
  readonly range: TextRange;
  /** The values around the finding, the outermost first. */
  readonly around: readonly ConfigNode[];
}

/** The fixes for one kind of finding, the best first. */
export type Fixer = (place: FixPlace) => QuickFix[];

export function fixPlace(model: ConfigModel, range: TextRange): FixPlace {
  return { model, range, around: nodesAt(model.nodes, range.start) };
}

export function fix({ model }: FixPlace, title: string, edits: readonly TextEdit[], isPreferred = false): QuickFix {
  return { title, changes: [{ file: model.file, edits }], isPreferred };
}

/** Writes something else where the finding is. */
export function writing(place: FixPlace, newText: string, isPreferred = false): QuickFix {
  return fix(place, l10n.t('Write {0}', newText), [{ range: place.range, newText }], isPreferred);
}

/** Takes away the innermost field around the finding. */
export const removing: Fixer = (place) => {
  const node = place.around.findLast(({ field }) => field.range.start <= place.range.start && field.range.end >= place.range.end);
  return node === undefined ? [] : [removingField(place, node, true)];
};

export function removingField(place: FixPlace, { field }: ConfigNode, isPreferred = false): QuickFix {
  return fix(place, l10n.t('Remove {0}', field.name), [removal(place.model.text, field.range)], isPreferred);
}

/** Takes away a field of the file itself. */
export function removingFromFile(place: FixPlace, name: string, isPreferred = false): QuickFix[] {
  const node = place.model.nodes.find(({ path }) => path === name);
  return node === undefined ? [] : [removingField(place, node, isPreferred)];
}

/** Sets a field of the file to one value, or adds it. */
export function settingInFile(place: FixPlace, name: string, value: string, isPreferred = false): QuickFix {
  return fix(place, l10n.t('Write {0}', `${name}: ${value}`), [settingEdit(place.model, place.model.tree, name, value)], isPreferred);
}

export function settingEdit({ text }: ConfigModel, message: PbtxtMessage, name: string, value: string): TextEdit {
  const written = message.fields.findLast((field) => field.name === name);
  return written === undefined
    ? addition(text, message, [`${name}: ${value}`])
    : {
        range: written.value?.range ?? { start: written.nameRange.end, end: written.range.end },
        newText: written.value === undefined ? `: ${value}` : value,
      };
}
