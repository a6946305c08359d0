/** Offsets in UTF-16 units into the text of a document; `end` is exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}
