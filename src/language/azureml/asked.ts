import type { FilesAround } from '../../validation/azureml/filesAround';

/** A text that an editor asks about. */
export interface AskedText {
  readonly text: string;
  /** Absolute path; what changes and places name. */
  readonly file: string;
  readonly files: FilesAround;
}

/** What the window's workspaces have, as far as it is known without waiting for anybody. */
export interface KnownNames {
  readonly endpoints: readonly string[];
  readonly models: readonly { readonly name: string; readonly version: string }[];
}
