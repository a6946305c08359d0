/** The word that was probably meant: at most a third of its letters away, or the same but for hyphens and case. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const wanted = plain(word);
  const ranked = words
    .filter((each) => Math.abs(each.length - word.length) < 4)
    .map((each) => ({ each, distance: distance(wanted, plain(each)) }))
    .filter(({ each, distance: far }) => far <= Math.max(1, Math.floor(each.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.each;
}

function plain(word: string): string {
  return word.replace(/[-_\s]/g, '').toLowerCase();
}

/** Letters to add, take away, replace or swap with the next one (optimal string alignment), on words of at most 64 letters. */
function distance(a: string, b: string): number {
  const [from, to] = [a.slice(0, 64), b.slice(0, 64)];
  const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(Math.min(replaced, isSwap ? at(i - 2, j - 2) + 1 : Infinity, at(i - 1, j) + 1, at(i, j - 1) + 1));
    }
  }
  return at(from.length, to.length);
}
