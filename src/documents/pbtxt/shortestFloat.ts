/** The number with the fewest digits that a 32-bit float keeps as this value: 0.1 for 0.10000000149011612. */
export function shortestFloat(value: number): number {
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Object.is(Math.fround(short), value)) {
      return short;
    }
  }
  return value;
}
