import type { TextRange } from '../../base/textRange';
import type { PbtxtElement, PbtxtField, PbtxtMessage } from '../../documents/pbtxt/pbtxtDocument';
import type { TextEdit } from '../answers';

/** Takes a field away, with its separator and with its lines where nothing else stands in them. */
export function removal(text: string, { start, end }: TextRange): TextEdit {
  const separator = /^[ \t]*[;,]/.exec(text.slice(end))?.[0].length ?? 0;
  const after = end + separator;
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const isFirst = start - before === 0 || text.charAt(start - before - 1) === '\n';
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(after))?.[0];
  if (isFirst && rest !== undefined) {
    return { range: { start: start - before, end: after + rest.length }, newText: '' };
  }
  return { range: { start: start - before, end: after }, newText: '' };
}

/** Takes away one value of a field: with the comma that parts it from the next one or the one before, or with the field when it is the only one. */
export function elementRemoval(text: string, field: PbtxtField, element: PbtxtElement): TextEdit {
  const items = field.value?.kind === 'list' ? field.value.items : [];
  const at = items.indexOf(element);
  const [before, after] = [items[at - 1], items[at + 1]];
  if (at < 0 || (before === undefined && after === undefined)) {
    return removal(text, field.range);
  }
  return after === undefined
    ? { range: { start: before?.range.end ?? element.range.start, end: element.range.end }, newText: '' }
    : { range: { start: element.range.start, end: after.range.start }, newText: '' };
}

/** Adds fields to a message: after its last field, in a line of their own where that one has one. */
export function addition(text: string, message: PbtxtMessage, fields: readonly string[]): TextEdit {
  const last = message.fields.at(-1);
  if (last === undefined) {
    return intoEmpty(text, message, fields);
  }
  return addedAfter(text, last, fields, { isFile: message.range.start === 0 && message.range.end === text.length });
}

function addedAfter(text: string, last: PbtxtField, fields: readonly string[], { isFile }: { readonly isFile: boolean }): TextEdit {
  const { start, end } = last.range;
  const separator = /^[ \t]*[;,]/.exec(text.slice(end))?.[0].length ?? 0;
  const at = { start: end + separator, end: end + separator };
  const line = lineStart(text, start);
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
  const hasOwnLine = isFile || line + indent.length === start;
  const newText = hasOwnLine
    ? fields.map((field) => `\n${indent}${field.replaceAll('\n', `\n${indent}`)}`).join('')
    : fields.map((field) => ` ${field.replaceAll(/\s*\n\s*/g, ' ')}`).join('');
  // A file may hold several fields in a line; what is added begins a new one at its margin.
  return { range: at, newText };
}

function intoEmpty(text: string, { range }: PbtxtMessage, fields: readonly string[]): TextEdit {
  if (/^[{<]/.test(text.slice(range.start, range.start + 1))) {
    const at = range.start + 1;
    return {
      range: { start: at, end: at },
      newText: ` ${fields.join(' ').replaceAll(/\s*\n\s*/g, ' ')}${/^\s/.test(text.slice(at)) ? '' : ' '}`,
    };
  }
  const needsLine = text !== '' && !text.endsWith('\n');
  return { range: { start: text.length, end: text.length }, newText: `${needsLine ? '\n' : ''}${fields.join('\n')}\n` };
}

/** Adds a field as the first of the file, below the comments at its head. */
export function additionAtTop(text: string, root: PbtxtMessage, field: string): TextEdit {
  const at = lineStart(text, root.fields[0]?.range.start ?? 0);
  return { range: { start: at, end: at }, newText: `${field}\n` };
}

/** One step of indentation, as the first line has it that is indented; two spaces where none is. */
export function indentOf(text: string): string {
  return /^(?:\t| +)(?=\S)/m.exec(text)?.[0] ?? '  ';
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

export function dimsText(dims: readonly number[]): string {
  return dims.length === 0 ? '[ ]' : `[ ${dims.join(', ')} ]`;
}
