import { DecodeError } from '../../../base/decode';

const DURATION =
  /^P(?:(?<days>\d+(?:\.\d+)?)D)?(?:T(?:(?<hours>\d+(?:\.\d+)?)H)?(?:(?<minutes>\d+(?:\.\d+)?)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration without years, months and weeks: `PT30S`, `PT0.5S`, `PT1M30S`. */
export function isoDuration(text: string, path: string): number {
  const parts = DURATION.exec(text)?.groups;
  const values = [parts?.['days'], parts?.['hours'], parts?.['minutes'], parts?.['seconds']];
  if (values.every((it) => it === undefined)) {
    throw new DecodeError(path, 'an ISO 8601 duration such as PT30S', text);
  }
  const [days, hours, minutes, seconds] = values.map((it) => Number(it ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}
