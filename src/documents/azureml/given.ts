/** The fields that have a value: to a spec, an absent field and one that says undefined are not the same. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Object.fromEntries forgets the names; taking fields away from T leaves T with fewer fields.
  return Object.fromEntries(present) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
