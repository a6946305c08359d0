import type { TextRange } from '../../base/textRange';
import type { PbtxtComment, PbtxtElement, PbtxtField, PbtxtMessage, PbtxtScalar } from '../../documents/pbtxt/pbtxtDocument';
import { parsePbtxt } from '../../documents/pbtxt/parsePbtxt';
import type { OutlineEntry } from '../answers';
import { textOf } from './configTree';

/** The fields of a configuration as a tree. */
export function configOutline(text: string): OutlineEntry[] {
  return entriesOf(parsePbtxt(text).root);
}

function entriesOf({ fields }: PbtxtMessage): OutlineEntry[] {
  return fields.map(entryOf);
}

function entryOf({ name, nameRange, range, value }: PbtxtField): OutlineEntry {
  const base = { name, nameRange, range };
  if (value === undefined) {
    return { ...base, detail: '', kind: 'string', children: [] };
  }
  switch (value.kind) {
    case 'message':
      return { ...base, detail: titleOf(value), kind: 'object', children: entriesOf(value) };
    case 'list':
      return { ...base, detail: value.items.flatMap(scalarText).join(', '), kind: 'array', children: value.items.flatMap(itemOf) };
    default:
      return { ...base, detail: scalarText(value).join(''), kind: kindOf(value), children: [] };
  }
}

/** Messages of a list have rows of their own; single values are in the row of the list. */
function itemOf(item: PbtxtElement, index: number): OutlineEntry[] {
  if (item.kind !== 'message') {
    return [];
  }
  const { range } = item;
  const nameRange = { start: range.start, end: range.start + 1 };
  return [{ name: titleOf(item) || `[${index}]`, detail: '', kind: 'object', range, nameRange, children: entriesOf(item) }];
}

/** What a person would call a message by. */
function titleOf(message: PbtxtMessage): string {
  return ['name', 'key', 'model_name'].map((field) => textOf(message, field)).find((text) => text !== '') ?? '';
}

function scalarText(value: PbtxtElement): string[] {
  switch (value.kind) {
    case 'message':
      return [];
    case 'string':
      return [value.value];
    case 'word':
      return [`${value.negative ? '-' : ''}${value.text}`];
    default:
      return [`${value.negative ? '-' : ''}${value.digits}`];
  }
}

function kindOf(value: PbtxtScalar): OutlineEntry['kind'] {
  switch (value.kind) {
    case 'string':
      return 'string';
    case 'word':
      return /^(?:true|false)$/i.test(value.text) ? 'boolean' : 'enum';
    default:
      return 'number';
  }
}

/** A piece of text that can be folded; its last line may stay to be seen. */
export interface Fold {
  readonly range: TextRange;
  readonly kind: 'block' | 'comment';
}

/** Messages, lists, and comments that follow one another in lines of their own. */
export function configFolds(text: string): Fold[] {
  const { root, comments } = parsePbtxt(text);
  const folds: Fold[] = [];
  const visit = ({ fields }: PbtxtMessage): void => {
    for (const { value } of fields) {
      const items = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
      const blocks = value?.kind === 'list' ? [value, ...items] : items;
      folds.push(
        ...blocks.filter(({ kind }) => kind === 'message' || kind === 'list').map(({ range }): Fold => ({ range, kind: 'block' })),
      );
      items.forEach((item) => {
        if (item.kind === 'message') {
          visit(item);
        }
      });
    }
  };
  visit(root);
  return [...folds, ...commentFolds(text, comments)];
}

function commentFolds(text: string, comments: readonly PbtxtComment[]): Fold[] {
  const runs: TextRange[] = [];
  for (const { range } of comments) {
    const last = runs.at(-1);
    const isNext = last !== undefined && /^\r?\n[ \t]*$/.test(text.slice(last.end, range.start));
    if (isNext) {
      runs[runs.length - 1] = { start: last.start, end: range.end };
    } else {
      runs.push(range);
    }
  }
  return runs.filter(({ start, end }) => text.slice(start, end).includes('\n')).map((range): Fold => ({ range, kind: 'comment' }));
}
