/** Steps whose multiples, reduced to 0 … 1, spread evenly and never repeat: the golden ratio and the silver one. */
export const GOLDEN_STEP = (Math.sqrt(5) - 1) / 2;
export const SILVER_STEP = Math.SQRT2 - 1;

/**
 * Numbers in 0 … 1, exclusive of 1, that fill it evenly: of 1,000 of them, a part of p percent gets 10 · p, one or two more or fewer.
 * Chance would be off by 30 now and then, and a share could not be told from a mistake.
 */
export function evenSequence(step: number): () => number {
  let last = 0;
  return () => {
    last = (last + step) % 1;
    return last;
  };
}
