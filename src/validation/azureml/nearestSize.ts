import { instanceTypes } from '../../documents/azureml/instanceTypes';
import { nearest } from '../../base/nearest';

/** What stands before the series in every name says nothing about which size is meant. */
const bare = (name: string): string => name.replace(/^st[a-z]*[_-]|^standard/i, '');

const usable = new Map(instanceTypes.filter(({ retired }) => retired === undefined).map(({ name }) => [bare(name), name]));

/** The machine size that was probably meant: one of today, of the same letter of series (`N` has GPUs, the others have none). */
export function nearestSize(written: string): string | undefined {
  const wanted = bare(written);
  const letter = wanted.charAt(0).toLowerCase();
  const meant = nearest(
    wanted,
    [...usable.keys()].filter((name) => name.charAt(0).toLowerCase() === letter),
  );
  return meant === undefined ? undefined : usable.get(meant);
}
