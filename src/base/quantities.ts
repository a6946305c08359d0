/** `9.3 MB`: decimal units, as file managers and Azure show them. */
export function formatBytes(bytes: number, locale?: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}

/** `840 ms`, `2.4 s`, `3 min 20 s`: how long something took or has been going on. */
export function formatElapsed(milliseconds: number, locale?: string): string {
  const format = (value: number, unit: string, digits: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value);
  if (milliseconds < 999.5) {
    return format(milliseconds, 'millisecond', 0);
  }
  const seconds = milliseconds / 1000;
  if (seconds < 60) {
    return format(seconds, 'second', 1);
  }
  const whole = Math.floor(seconds);
  return `${format(Math.floor(whole / 60), 'minute', 0)} ${format(whole % 60, 'second', 0)}`;
}
