import type { TextRange } from '../../base/textRange';
import { ROOT_MESSAGE, fieldsOf, type FieldType } from '../../documents/pbtxt/modelConfigSchema';
import { tokenizePbtxt, type PbtxtToken } from '../../documents/pbtxt/tokenizePbtxt';
import { innerFields } from './configTree';

/** What may be typed at an offset. */
export interface ConfigCursor {
  readonly wants: 'field' | 'value';
  /** Of the field whose value is wanted. Undefined for a field's name, and for a value of a field that nobody knows. */
  readonly schema: FieldType | undefined;
  /** As in ConfigNode: of the field whose value is wanted, or of the message whose fields are; '' for the file. */
  readonly path: string;
  /** The message around, and what holds it, the file first. */
  readonly around: readonly CursorMessage[];
  readonly isInList: boolean;
  /** What is replaced: the word or the inside of the string that the offset touches. */
  readonly range: TextRange;
  readonly quotes: 'none' | 'open' | 'closed';
  /** The next mark in the text, such as `:` or `{` after a name. */
  readonly next: string;
}

export interface CursorMessage {
  /** Name of the message; as in ConfigNode for the entry of a map. */
  readonly type: string;
  readonly path: string;
  readonly fields: ReadonlyMap<string, FieldType> | undefined;
  /** Names of the fields that are written, also below the offset, with their last value where that is a single one. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Finds out by the marks alone what stands around an offset, so that it works in texts that are half typed. Undefined inside a
 * comment.
 */
export function configCursor(text: string, offset: number): ConfigCursor | undefined {
  const { tokens, comments } = tokenizePbtxt(text);
  if (comments.some(({ range }) => range.start < offset && offset <= range.end)) {
    return undefined;
  }
  const walk = new Walk(tokens);
  const at = tokens.findIndex((token) => token.range.start >= offset || touches(token, offset));
  const touched = tokens[at] !== undefined && touches(tokens[at], offset) ? tokens[at] : undefined;
  walk.to(at);
  const place = walk.place(text, touched ?? { kind: 'end', text: '', value: '', range: { start: offset, end: offset } });
  // The rest of the message tells which of its fields are there already.
  walk.to(tokens.length);
  return { ...place, ...replaced(text, touched, offset), next: tokens[touched === undefined ? at : at + 1]?.text ?? '' };
}

function touches({ kind, range, text }: PbtxtToken, offset: number): boolean {
  if (kind === 'symbol' || kind === 'end') {
    return false;
  }
  const isBehind = kind === 'string' && offset === range.end && isClosed(text);
  return range.start < offset && offset <= range.end && !isBehind;
}

function isClosed(literal: string): boolean {
  return literal.length > 1 && literal.endsWith(literal.charAt(0)) && !/(?:^|[^\\])(?:\\\\)*\\.$/.test(literal);
}

function replaced(text: string, touched: PbtxtToken | undefined, offset: number): Pick<ConfigCursor, 'range' | 'quotes'> {
  if (touched?.kind !== 'string') {
    return { range: touched?.range ?? { start: offset, end: offset }, quotes: 'none' };
  }
  const { start, end } = touched.range;
  return isClosed(text.slice(start, end))
    ? { range: { start: start + 1, end: end - 1 }, quotes: 'closed' }
    : { range: { start: start + 1, end: offset }, quotes: 'open' };
}

interface Message extends CursorMessage {
  readonly kind: 'message';
  readonly values: Map<string, string>;
  /** The field whose name was read last, until its value is there. */
  pending?: { readonly name: string; colonEnd?: number } | undefined;
}

interface List {
  readonly kind: 'list';
  readonly path: string;
  readonly schema: FieldType | undefined;
}

/** Deeper than any configuration. */
const DEEPEST = 200;

class Walk {
  private at = 0;
  private readonly root: Message = { kind: 'message', type: ROOT_MESSAGE, path: '', fields: fieldsOf(ROOT_MESSAGE), values: new Map() };
  private readonly stack: (Message | List)[] = [this.root];

  constructor(private readonly tokens: readonly PbtxtToken[]) {}

  to(end: number): void {
    for (; this.at < end; this.at += 1) {
      const token = this.tokens[this.at];
      if (token !== undefined) {
        this.read(token);
      }
    }
  }

  place(text: string, { kind, range }: PbtxtToken): Pick<ConfigCursor, 'wants' | 'schema' | 'path' | 'around' | 'isInList'> {
    const around = this.stack.filter((one) => one.kind === 'message');
    const { top, pending } = this;
    if (top.kind === 'list') {
      return { wants: 'value', schema: top.schema, path: top.path, around, isInList: true };
    }
    // A value stands in the line of its colon; below it the next field begins.
    const isValue = pending?.colonEnd !== undefined && (kind === 'string' || !text.slice(pending.colonEnd, range.start).includes('\n'));
    return isValue
      ? { wants: 'value', schema: this.pendingSchema(), path: this.pendingPath(), around, isInList: false }
      : { wants: 'field', schema: undefined, path: top.path, around, isInList: false };
  }

  private read(token: PbtxtToken): void {
    const { top, pending } = this;
    if (token.kind === 'symbol') {
      this.mark(token);
    } else if (top.kind === 'message' && token.kind !== 'end') {
      this.wordOrValue(top, pending, token);
    }
  }

  private wordOrValue(top: Message, pending: Message['pending'], { kind, text, value }: PbtxtToken): void {
    if (kind === 'word' && (pending?.colonEnd === undefined || this.isName())) {
      top.values.set(text, top.values.get(text) ?? '');
      top.pending = { name: text };
    } else if (pending !== undefined) {
      top.values.set(pending.name, value);
      top.pending = undefined;
    }
  }

  /** A word before a colon or an opening mark is no value. */
  private isName(): boolean {
    return [':', '{', '<', '['].includes(this.tokens[this.at + 1]?.text ?? '');
  }

  private mark({ text, range }: PbtxtToken): void {
    if (text === ':' && this.pending !== undefined) {
      this.pending.colonEnd = range.end;
    } else if (text === '{' || text === '<') {
      this.open();
    } else if (text === '[' && this.stack.length < DEEPEST) {
      this.stack.push({ kind: 'list', path: this.pendingPath(), schema: this.pendingSchema() });
    } else if (text === '}' || text === '>') {
      this.close('message');
    } else if (text === ']' && this.top.kind === 'list') {
      this.close('list');
    }
  }

  private open(): void {
    if (this.stack.length >= DEEPEST) {
      return;
    }
    const schema = this.pendingSchema();
    const holder = this.stack.findLast((one) => one.kind === 'message') ?? this.root;
    const type = schema?.shape === 'map' ? `${holder.type}.${schema.name}` : (schema?.type ?? '');
    this.stack.push({ kind: 'message', type, path: this.pendingPath(), fields: schema && innerFields(schema), values: new Map() });
  }

  private close(kind: 'message' | 'list'): void {
    const at = this.stack.findLastIndex((one) => one.kind === kind);
    if (at > 0) {
      this.stack.length = at;
    }
    const { top } = this;
    if (top.kind === 'message') {
      top.pending = undefined;
    }
  }

  private get top(): Message | List {
    return this.stack.at(-1) ?? this.root;
  }

  private get pending(): Message['pending'] {
    const { top } = this;
    return top.kind === 'message' ? top.pending : undefined;
  }

  /** Of the field whose name was read last; inside a list that of the list's. */
  private pendingSchema(): FieldType | undefined {
    const { top } = this;
    return top.kind === 'list' ? top.schema : top.fields?.get(this.pending?.name ?? '');
  }

  private pendingPath(): string {
    const { top, pending } = this;
    return top.kind === 'list' || pending === undefined ? top.path : top.path === '' ? pending.name : `${top.path}.${pending.name}`;
  }
}
