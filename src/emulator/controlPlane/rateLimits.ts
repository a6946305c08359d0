/** Buckets of Resource Manager for one caller in one region: how much fits, and how much comes back each second (Azure docs, "Request limits and throttling"). */
const kinds = {
  reads: { most: 250, perSecond: 25 },
  writes: { most: 200, perSecond: 10 },
  deletes: { most: 200, perSecond: 10 },
} as const;

const MOST_BUCKETS = 1_000;

interface Bucket {
  readonly left: number;
  /** Milliseconds of the clock at which that much was left. */
  readonly at: number;
}

interface Taken {
  /** `x-ms-ratelimit-remaining-subscription-reads` and its like, or that of the tenant. */
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds until there is one more; undefined while there is one. */
  readonly wait: number | undefined;
}

/** Counts what callers ask of Resource Manager, as the service does, and tells them how much is left. */
export class RateLimits {
  private readonly buckets = new Map<string, Bucket>();

  /** `now` gives milliseconds that only grow. */
  constructor(private readonly now: () => number) {}

  take(caller: string, method: string, path: string): Taken {
    const kind = method === 'GET' || method === 'HEAD' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes';
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1]?.toLowerCase();
    const { most, perSecond } = kinds[kind];
    const key = `${caller} ${subscription ?? ''} ${kind}`;
    const before = this.buckets.get(key) ?? { left: most, at: this.now() };
    const full = Math.min(most, before.left + ((this.now() - before.at) / 1000) * perSecond);
    const left = full >= 1 ? full - 1 : full;
    if (this.buckets.size >= MOST_BUCKETS) {
      this.buckets.clear(); // somebody makes up tokens
    }
    this.buckets.set(key, { left, at: this.now() });
    return {
      headers: { [`x-ms-ratelimit-remaining-${subscription === undefined ? 'tenant' : 'subscription'}-${kind}`]: String(Math.floor(left)) },
      wait: full >= 1 ? undefined : Math.max(1, Math.ceil((1 - full) / perSecond)),
    };
  }
}
