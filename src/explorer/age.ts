const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `3 minutes ago`; under a minute, or when the service's clock is ahead of ours, `now`. */
export function formatAge(since: Date, now: Date, locale: string): string {
  const seconds = Math.max(0, (now.getTime() - since.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const [unit, size] = steps.find(([, size]) => seconds >= size) ?? ['second', Infinity];
  return format.format(size === Infinity ? 0 : -Math.floor(seconds / size), unit);
}
