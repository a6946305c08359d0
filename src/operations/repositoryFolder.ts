/** What a folder on disk is to Triton; triton.md 1, azureml.md 8.4. Paths are absolute. */
export type RepositoryFolder =
  | { readonly kind: 'repository'; readonly path: string; readonly models: readonly string[] }
  /** A model folder: what is registered is its parent. */
  | { readonly kind: 'model'; readonly repository: string; readonly model: string }
  /** A version folder such as `models/model_1/1`. */
  | { readonly kind: 'version'; readonly repository: string; readonly model: string }
  /** A folder above one or more repositories. */
  | { readonly kind: 'above'; readonly repositories: readonly string[] }
  /** Looks like a repository, but no model in it has a model file. */
  | { readonly kind: 'noModelFile'; readonly path: string; readonly expected: string }
  | { readonly kind: 'none'; readonly path: string };

export async function readRepositoryFolder(path: string): Promise<RepositoryFolder> {
  throw new Error('stub');
}

/** `Deploy` and `Register` want the repository: gives its path, or rejects with a UserError that says which folder is meant. */
export async function requireRepository(path: string): Promise<string> {
  throw new Error('stub');
}
