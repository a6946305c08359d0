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

/** Levenshtein's, on words of at most 64 letters. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: Math.min(b.length, 64) + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a.slice(0, 64)).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b.slice(0, 64)).entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
