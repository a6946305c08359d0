import type { VersionPolicy } from './modelConfig';

/** Sub-folders of a model folder that never are versions. */
const reserved = new Set(['warmup', 'initial_state', 'configs']);

export interface VersionSelection {
  /** Chosen by the policy, ascending. */
  readonly versions: readonly number[];
  /** Every version that has a folder, ascending. */
  readonly present: readonly number[];
  readonly ignored: readonly IgnoredFolder[];
  /** Named by the policy, but without a folder. */
  readonly missing: readonly number[];
}

export interface IgnoredFolder {
  readonly name: string;
  readonly reason: 'leading zero' | 'no number';
}

/** Which folders of a model are versions and which of them are served (core, model_repository_manager.cc, VersionsToLoad). */
export function selectVersions(folders: readonly string[], policy: VersionPolicy): VersionSelection {
  const readings = folders.filter((name) => !reserved.has(name)).map(versionOf);
  const present = readings.flatMap((one) => (typeof one === 'number' ? [one] : [])).sort((a, b) => a - b);
  const ignored = readings.flatMap((one) => (typeof one === 'number' ? [] : [one]));
  switch (policy.kind) {
    case 'all':
      return { versions: present, present, ignored, missing: [] };
    case 'latest':
      return { versions: policy.count === 0 ? [] : present.slice(-policy.count), present, ignored, missing: [] };
    case 'specific':
      return {
        versions: present.filter((version) => policy.versions.includes(version)),
        present,
        ignored,
        missing: policy.versions.filter((version) => !present.includes(version)),
      };
  }
}

function versionOf(name: string): number | IgnoredFolder {
  if (name.length > 1 && name.startsWith('0')) {
    return { name, reason: 'leading zero' };
  }
  // Triton's conversion stops at the first letter and skips blanks and a sign in front, then looks into the folder of the plain number.
  const [digits] = /^\s*[+-]?\d+/.exec(name) ?? [];
  const version = Number(digits);
  return digits === undefined || !Number.isSafeInteger(version) ? { name, reason: 'no number' } : version;
}
