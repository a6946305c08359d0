import { giveWay } from './giveWay';

/** As many reads as Node has under way at the same time, and as many that wait for them. */
const lanes = 8;

/** The results of all, in the order of the items, with a few under way at once. Gives way to others; rejects with the first failure, or when aborted. */
export async function severalAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result[]> {
  const pause = giveWay(signal);
  const results: Result[] = [];
  const waiting = items.entries();
  const failed = new AbortController();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      await pause();
      failed.signal.throwIfAborted();
      results[index] = await work(item);
    }
  };
  await Promise.all(
    Array.from({ length: lanes }, () =>
      lane().catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    ),
  );
  return results;
}
