import type { VersionPolicy } from '../../../documents/pbtxt/modelConfig';
import { subFolders } from './modelFolder';

/** Sub-folders of a model folder that never are versions. */
const reserved = new Set(['warmup', 'initial_state', 'configs']);

export interface VersionSelection {
  /** Chosen by the policy, ascending. */
  readonly versions: readonly number[];
  readonly warnings: readonly string[];
}

/** Which versions of a model are served (core, model_repository_manager.cc, VersionsToLoad). */
export async function selectVersions(folder: string, model: string, policy: VersionPolicy): Promise<VersionSelection> {
  return selectAmong(await subFolders(folder), model, policy);
}

export function selectAmong(folders: readonly string[], model: string, policy: VersionPolicy): VersionSelection {
  const warnings: string[] = [];
  const present = folders
    .flatMap((name) => {
      const reading = versionOf(name);
      if (typeof reading === 'string') {
        warnings.push(reading);
      }
      return typeof reading === 'number' ? [reading] : [];
    })
    .sort((a, b) => a - b);
  switch (policy.kind) {
    case 'all':
      return { versions: present, warnings };
    case 'latest':
      return { versions: policy.count === 0 ? [] : present.slice(-policy.count), warnings };
    case 'specific': {
      const missing = policy.versions.filter((version) => !present.includes(version));
      warnings.push(
        ...missing.map((version) => `version ${version} is specified for model '${model}', but the version directory is not present`),
      );
      return { versions: present.filter((version) => policy.versions.includes(version)), warnings };
    }
  }
}

/** A version, a warning, or nothing for a folder that is skipped silently. */
function versionOf(name: string): number | string | undefined {
  if (reserved.has(name)) {
    return undefined;
  }
  if (name.length > 1 && name.startsWith('0')) {
    return `ignore version directory '${name}' which contains leading zeros in its directory name`;
  }
  // Triton's conversion stops at the first letter and skips blanks and a sign in front, then looks into the folder of the plain number.
  const [digits] = /^\s*[+-]?\d+/.exec(name) ?? [];
  const version = Number(digits);
  if (digits === undefined || !Number.isSafeInteger(version)) {
    return `ignore version directory '${name}' which fails to convert to integral number`;
  }
  return version;
}
