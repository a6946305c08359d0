import { Fields } from '../../base/decode';

/** When a record was made and last changed, ISO 8601. Both are always there: azure-ai-ml fails without. */
export interface SystemData {
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

/** For a record that is written now. */
export function touched(previous?: SystemData): SystemData {
  const now = new Date().toISOString();
  return { createdAt: previous?.createdAt ?? now, lastModifiedAt: now };
}

export function systemDataFrom(raw: unknown, path: string): SystemData {
  const fields = Fields.of(raw, path);
  return { createdAt: fields.text('createdAt'), lastModifiedAt: fields.text('lastModifiedAt') };
}

/** As it stands in a response. */
export function systemDataView(data: SystemData): Record<string, string> {
  const by = { createdBy: 'Local emulator', createdByType: 'User', lastModifiedBy: 'Local emulator', lastModifiedByType: 'User' };
  return { ...by, createdAt: data.createdAt, lastModifiedAt: data.lastModifiedAt };
}
