export interface TopClass {
  readonly index: number;
  /** The index as text when there is no label. */
  readonly label: string;
  readonly score: number;
}
