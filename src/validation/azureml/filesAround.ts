/** What the rules may ask about the files beside the checked one. Paths are relative to its folder, with forward slashes. */
export interface FilesAround {
  /** `unknown` where nobody can tell, for example for an address; no rule speaks then. */
  kindOf(path: string): 'file' | 'folder' | 'absent' | 'unknown';
  /** Empty where it is no folder or cannot be read. */
  list(path: string): readonly FolderItem[];
  /** The other YAML files of the folder, as text; those that were too many or too large to read are left out. */
  otherYaml(): readonly OtherYaml[];
}

export interface FolderItem {
  readonly name: string;
  readonly isFolder: boolean;
}

export interface OtherYaml {
  /** The file's name. */
  readonly file: string;
  readonly text: string;
}

/** For a text without a place, and for places where files cannot be looked at. */
export const noFilesAround: FilesAround = { kindOf: () => 'unknown', list: () => [], otherYaml: () => [] };
