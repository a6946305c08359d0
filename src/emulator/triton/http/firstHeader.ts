import type { IncomingMessage } from 'node:http';

/** Of a header given several times the first; Node joins them. `name` is in lower case. */
export function firstHeader({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string | undefined {
  const at = rawHeaders.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name);
  return at < 0 ? undefined : rawHeaders[at + 1];
}

/** C's atoi: blanks, a sign and digits, cut to 32 bits; whatever follows is ignored, and no digits at all are 0. */
export function leadingInteger(text: string): number {
  const value = BigInt(/^\s*\+?(-?\d+)/.exec(text)?.[1] ?? 0);
  const limit = 2n ** 63n;
  const saturated = value >= limit ? limit - 1n : value < -limit ? -limit : value;
  return Number(BigInt.asIntN(32, saturated));
}
