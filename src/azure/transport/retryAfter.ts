/** The part of a header collection that is read here. */
interface Headers {
  get(name: string): string | undefined;
}

/**
 * How long the service asks us to wait, in milliseconds; undefined when it does not say (or says it wrongly).
 * A date is taken against the `Date` of the same answer: the clock of this machine may be wrong by hours.
 */
export function retryAfter(headers: Headers): number | undefined {
  return (
    milliseconds(headers.get('retry-after-ms')) ??
    milliseconds(headers.get('x-ms-retry-after-ms')) ??
    secondsOrDate(headers.get('retry-after'), headers.get('date'))
  );
}

function milliseconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

function secondsOrDate(text: string | undefined, serverDate: string | undefined): number | undefined {
  const seconds = milliseconds(text);
  if (seconds !== undefined) {
    return seconds * 1000;
  }
  const difference = Date.parse(text ?? '') - Date.parse(serverDate ?? '');
  return Number.isNaN(difference) ? undefined : Math.max(0, difference);
}
