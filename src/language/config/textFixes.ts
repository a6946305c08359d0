import * as l10n from '@vscode/l10n';
import { meantEnumName } from '../../documents/pbtxt/meantEnumName';
import { enumNames, fieldsOf } from '../../documents/pbtxt/modelConfigSchema';
import { quotedString } from '../../documents/pbtxt/quotedString';
import { nearest } from '../../base/nearest';
import type { QuickFix } from '../answers';
import { fix, removing, removingField, writing, type Fixer, type FixPlace } from './configFix';
import { innerFields, type ConfigNode } from './configTree';

const unknownField: Fixer = (place) => {
  const node = place.around.findLast(({ field }) => field.nameRange.start === place.range.start);
  if (node === undefined) {
    return [];
  }
  const names = [...(siblingFields(node, place)?.keys() ?? [])];
  const meant = nearest(node.field.name, names);
  return [...(meant === undefined ? [] : [writing(place, meant, true)]), removingField(place, node, meant === undefined)];
};

/** The fields of the message that holds a node. */
function siblingFields(node: ConfigNode, { around }: FixPlace): ReadonlyMap<string, unknown> | undefined {
  const holder = around[around.indexOf(node) - 1];
  return holder === undefined ? fieldsOf(node.type) : holder.schema && innerFields(holder.schema);
}

const unknownEnumValue: Fixer = (place) => {
  const names = enumNames(place.around.at(-1)?.schema?.type ?? '') ?? [];
  const meant = meantEnumName(written(place), names);
  return meant === undefined ? [] : [writing(place, meant, true)];
};

function written({ model, range }: FixPlace): string {
  return model.text.slice(range.start, range.end);
}

/** A value in the form of another type. */
const wrongType: Fixer = (place) => {
  const type = place.around.at(-1)?.schema?.type ?? '';
  const names = enumNames(type);
  const text = written(place);
  const better = onlyItem(place) ?? (names === undefined ? converted(text, type) : meantEnumName(text, names));
  return better === undefined ? [] : [writing(place, better, true)];
};

/** What stands in a list of one item where a single value is expected. */
function onlyItem({ around, model }: FixPlace): string | undefined {
  const { field, schema } = around.at(-1) ?? {};
  const items = field?.value?.kind === 'list' && schema?.shape === 'one' ? field.value.items : [];
  const [only] = items;
  return only !== undefined && items.length === 1 ? model.text.slice(only.range.start, only.range.end) : undefined;
}

function converted(text: string, type: string): string | undefined {
  const plain = text.replace(/^(["'])(.*)\1$/s, '$2').trim();
  switch (type) {
    case 'string':
      return /^[\w.+-]+$/.test(text) ? quotedString(text) : undefined;
    case 'bool':
      return /^(?:true|1|yes|on)$/i.test(plain) ? 'true' : /^(?:false|0|no|off)$/i.test(plain) ? 'false' : undefined;
    case 'float':
    case 'double':
      return /^-?\d+(?:\.\d+)?$/.test(plain) ? plain : undefined;
    default:
      return /^-?\d+(?:\.0*)?$/.test(plain) ? plain.replace(/\..*$/, '') : undefined;
  }
}

const straight: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '\u00a0': ' ',
  '\u2013': '-',
  '\u2212': '-',
};

const badCharacter: Fixer = (place) => {
  // One fix mends every such character of the file: nobody wants to go through them one by one.
  const edits = [...place.model.text.matchAll(/[“”„‘’\u00a0\u2013\u2212]/g)]
    .filter(({ index }) =>
      place.model.document.reading.problems.some(
        ({ code, range }) => code === 'bad-character' && range.start <= index && index < range.end,
      ),
    )
    .map(({ 0: char, index }) => ({ range: { start: index, end: index + 1 }, newText: straight[char] ?? '' }));
  const isKnown = Object.keys(straight).some((char) => written(place).includes(char));
  return [
    ...(isKnown ? [fix(place, l10n.t('Write plain characters in the whole file'), edits, true)] : []),
    fix(place, l10n.t('Remove these characters'), [{ range: place.range, newText: '' }], !isKnown),
  ];
};

const badEscape: Fixer = (place) => [
  fix(place, l10n.t('Write two backslashes'), [{ range: { start: place.range.start, end: place.range.start + 1 }, newText: '\\\\' }], true),
];

const unterminatedString: Fixer = (place) => {
  const line = written(place).trimEnd();
  const at = place.range.start + line.length;
  return [fix(place, l10n.t('Close the string'), [{ range: { start: at, end: at }, newText: line.charAt(0) }], true)];
};

/** Brackets around a row of values, a missing colon, comma or closing mark. */
const syntax: Fixer = (place) => [...missingBrackets(place), ...(missingColon(place) ?? missingComma(place) ?? missingEnd(place) ?? [])];

const ITEM = /-?\d+|"[^"\n]*"/g;
const ROW = /(?:-?\d+|"[^"\n]*")(?:(?:[ \t]*,[ \t]*|[ \t]+)(?:-?\d+|"[^"\n]*"))+/y;

function missingBrackets(place: FixPlace): QuickFix[] {
  const field = place.model.nodes.findLast((node) => node.field.range.end <= place.range.start)?.field;
  const start = field?.value?.range.start;
  const row = start === undefined ? '' : rowAt(place.model.text, start);
  if (field === undefined || start === undefined || row === '' || place.range.start > start + row.length) {
    return [];
  }
  const list = `[ ${(row.match(ITEM) ?? []).join(', ')} ]`;
  return [fix(place, l10n.t('Write {0}', `${field.name}: ${list}`), [{ range: { start, end: start + row.length }, newText: list }], true)];
}

function rowAt(text: string, start: number): string {
  ROW.lastIndex = start;
  return ROW.exec(text)?.[0] ?? '';
}

function inserting(place: FixPlace, mark: string, at: number): QuickFix[] {
  return [fix(place, l10n.t('Insert "{0}"', mark), [{ range: { start: at, end: at }, newText: mark }], true)];
}

function missingColon(place: FixPlace): QuickFix[] | undefined {
  const field = place.around.at(-1)?.field;
  const isMissing = field?.hasColon === false && field.value !== undefined && field.value.kind !== 'message';
  const isHere = field !== undefined && (place.range.start === field.nameRange.start || endBefore(place) === field.nameRange.end);
  return isMissing && isHere ? inserting(place, ':', field.nameRange.end) : undefined;
}

function missingComma(place: FixPlace): QuickFix[] | undefined {
  const value = place.around.at(-1)?.field.value;
  const at = endBefore(place);
  if (value?.kind !== 'list' || place.range.start <= value.range.start || /[,[]/.test(place.model.text.charAt(at - 1))) {
    return undefined;
  }
  return inserting(place, place.range.start < value.range.end ? ',' : ']', at);
}

/** Where the text before the finding ends. */
function endBefore({ model, range }: FixPlace): number {
  return model.text.slice(0, range.start).trimEnd().length;
}

/** A message that goes on to the end of the file: with other faults about, nobody knows where it ought to end. */
function missingEnd(place: FixPlace): QuickFix[] | undefined {
  const { text, document } = place.model;
  const mark = new Map([
    ['{', '}'],
    ['<', '>'],
  ]).get(written(place));
  if (mark === undefined || document.reading.problems.length !== 1) {
    return undefined;
  }
  return [
    fix(place, l10n.t('Insert "{0}"', mark), [{ range: { start: text.trimEnd().length, end: text.length }, newText: `\n${mark}\n` }], true),
  ];
}

export const textFixes: Readonly<Record<string, Fixer>> = {
  'triton/text-unknown-field': unknownField,
  'triton/text-unknown-enum-value': unknownEnumValue,
  'triton/text-wrong-type': wrongType,
  'triton/text-bad-character': badCharacter,
  'triton/text-bad-escape': badEscape,
  'triton/text-unterminated-string': unterminatedString,
  'triton/text-syntax': syntax,
  'triton/text-specified-twice': removing,
  'triton/text-oneof-clash': removing,
};
