/** One page of a list. `more` is there while the service has further pages. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly more?: (signal: AbortSignal) => Promise<Page<T>>;
}

/** Every item of every page, in order. For lists that are known to be short. */
export async function allPages<T>(first: Page<T>, signal: AbortSignal): Promise<T[]> {
  const items = [...first.items];
  for (let page = first; page.more;) {
    page = await page.more(signal);
    items.push(...page.items);
  }
  return items;
}
