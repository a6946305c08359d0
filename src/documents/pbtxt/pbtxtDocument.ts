import type { TextRange } from '../../base/textRange';

/**
 * A file in protobuf's text format as a tree. It is syntax only: which names exist and which values they take is said by a
 * schema (modelConfigSchema.ts). Everything written is in it, so that a text can be formatted without losing anything.
 */
export interface PbtxtDocument {
  readonly root: PbtxtMessage;
  readonly comments: readonly PbtxtComment[];
  readonly problems: readonly PbtxtProblem[];
}

/** `# …` up to the end of its line; `text` is without the mark. */
export interface PbtxtComment {
  readonly text: string;
  readonly range: TextRange;
}

export interface PbtxtField {
  readonly name: string;
  readonly nameRange: TextRange;
  readonly hasColon: boolean;
  /** Undefined where the value is missing, which is a problem already reported. */
  readonly value: PbtxtValue | undefined;
  readonly range: TextRange;
}

export type PbtxtValue = PbtxtScalar | PbtxtMessage | PbtxtList;
export type PbtxtElement = PbtxtScalar | PbtxtMessage;

/** `{ … }` or `< … >`, and the file itself, whose range is the whole text. */
export interface PbtxtMessage {
  readonly kind: 'message';
  readonly fields: readonly PbtxtField[];
  readonly range: TextRange;
  /** The text ends before its closing mark. */
  readonly isOpen?: boolean;
}

/** `[ … ]` */
export interface PbtxtList {
  readonly kind: 'list';
  readonly items: readonly PbtxtElement[];
  readonly range: TextRange;
  /** The text ends before its closing mark. */
  readonly isOpen?: boolean;
}

export type PbtxtScalar = PbtxtString | PbtxtNumber | PbtxtWord;

/** One or more adjacent literals; `value` is what they stand for together. */
export interface PbtxtString {
  readonly kind: 'string';
  readonly value: string;
  readonly range: TextRange;
}

/** `digits` is the number as written, without its sign. */
export interface PbtxtNumber {
  readonly kind: 'integer' | 'float';
  readonly negative: boolean;
  readonly digits: string;
  readonly range: TextRange;
}

/** A bare word: a name of an enum, true, inf …; `negative` for `-inf`. */
export interface PbtxtWord {
  readonly kind: 'word';
  readonly negative: boolean;
  readonly text: string;
  readonly range: TextRange;
}

export type PbtxtProblemCode =
  | 'syntax'
  | 'bad-character'
  | 'bad-escape'
  | 'unterminated-string'
  | 'bad-number'
  | 'too-deep'
  | 'unknown-field'
  | 'wrong-type'
  | 'out-of-range'
  | 'unknown-enum-value'
  | 'specified-twice'
  | 'oneof-clash';

export interface PbtxtProblem {
  readonly code: PbtxtProblemCode;
  /** Translated; says what is wrong and what is expected. */
  readonly message: string;
  readonly range: TextRange;
  /** What protobuf's parser says of it, where that is known word for word. */
  readonly protobuf?: string;
}

/** More than anybody reads; what comes after them is not reported, so that a hostile file costs little. */
export const MOST_PROBLEMS = 1000;
