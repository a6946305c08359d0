import type { TextRange } from '../base/textRange';

/** What src/language answers an editor with: plain data, in offsets of the text that was asked about. Files are absolute paths. */

export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

export interface FileEdits {
  readonly file: string;
  readonly edits: readonly TextEdit[];
  /** The file is made with what is inserted; where there is one already the whole change is refused. */
  readonly isNew?: boolean;
}

export interface QuickFix {
  /** Translated: what it does, such as `Write TYPE_FP32`. */
  readonly title: string;
  readonly changes: readonly FileEdits[];
  /** The one that is right nearly always: Ctrl+. Enter. */
  readonly isPreferred: boolean;
}

export interface CompletionChoice {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'reference' | 'snippet' | 'folder';
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** In the syntax of snippets: `$0` is the cursor; a plain text escapes `$` and `}`. */
  readonly insert: string;
  /** What is replaced. */
  readonly range: TextRange;
  /** Order among the choices; by label where it is missing. */
  readonly order?: string;
  readonly isDeprecated?: boolean;
}

export interface HoverAnswer {
  readonly range: TextRange;
  /** Markdown. */
  readonly markdown: string;
}

/** A text shown in a line without being part of it. */
export interface InlineNote {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

export interface OutlineEntry {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'enum';
  readonly range: TextRange;
  readonly nameRange: TextRange;
  readonly children: readonly OutlineEntry[];
}

export interface Place {
  readonly file: string;
  readonly range: TextRange;
}

export interface FileLink {
  readonly range: TextRange;
  readonly file: string;
}
