import type { VersionPolicy } from '../../../documents/pbtxt/modelConfig';
import { selectVersions as selectFolders, type IgnoredFolder } from '../../../documents/pbtxt/versionFolders';
import { subFolders } from './modelFolder';

export interface VersionSelection {
  /** Chosen by the policy, ascending. */
  readonly versions: readonly number[];
  readonly warnings: readonly string[];
}

/** Which versions of a model are served, with the warnings of a server's log. */
export async function selectVersions(folder: string, model: string, policy: VersionPolicy): Promise<VersionSelection> {
  return selectAmong(await subFolders(folder), model, policy);
}

export function selectAmong(folders: readonly string[], model: string, policy: VersionPolicy): VersionSelection {
  const { versions, ignored, missing } = selectFolders(folders, policy);
  return {
    versions,
    warnings: [
      ...ignored.map(warningOf),
      ...missing.map((version) => `version ${version} is specified for model '${model}', but the version directory is not present`),
    ],
  };
}

function warningOf({ name, reason }: IgnoredFolder): string {
  return reason === 'leading zero'
    ? `ignore version directory '${name}' which contains leading zeros in its directory name`
    : `ignore version directory '${name}' which fails to convert to integral number`;
}
