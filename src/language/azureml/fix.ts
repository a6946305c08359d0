import * as l10n from '@vscode/l10n';
import { removeEntry } from '../../documents/yaml/yamlEdits';
import type { CheckedDocument } from '../../validation/azureml/checkedDocument';
import type { Finding } from '../../validation/rule';
import type { TextEdit } from '../answers';
import type { EntryPlace } from './placeOf';

/** Where a finding stands. */
export interface FixPlace extends EntryPlace {
  readonly text: string;
  readonly document: CheckedDocument;
  readonly finding: Pick<Finding, 'code' | 'range'>;
}

/** A change of the text that mends a finding; the first of several is the likeliest. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Made beside the file, by name. */
  readonly newFiles?: readonly { readonly name: string; readonly text: string }[];
  /** Only one of several that are as good. */
  readonly isGuess?: boolean;
}

export type FixMaker = (place: FixPlace) => readonly Fix[];

/** Offers these values, the first as the right one. */
export function write(...values: readonly string[]): FixMaker {
  return (place) => values.map((value) => writeValue(place, value));
}

/** `Write X`: the value of the entry, or nothing where it has none, becomes X. */
export function writeValue({ entry }: Pick<FixPlace, 'entry'>, value: string, isGuess = false): Fix {
  const isEmpty = entry.range.start === entry.keyRange.start;
  const at = entry.keyRange.end;
  const edit = isEmpty ? { range: { start: at, end: at + 1 }, newText: `: ${value}` } : { range: entry.range, newText: value };
  return { title: l10n.t('Write {0}', value), edits: [edit], isGuess };
}

export const takeItOut: FixMaker = (place) => [takeOut(place)];

export function takeOut({ text, mapping, entry }: Pick<FixPlace, 'text' | 'mapping' | 'entry'>): Fix {
  return { title: l10n.t('Remove {0}', entry.name), edits: [removeEntry(text, mapping.node, entry)] };
}
