import type { Fields } from '../../base/decode';
import { DecodeError, textOf } from '../../base/decode';

/** `systemData.createdAt`; undefined where the service does not say, or says no date. */
export function createdAt(resource: Fields): Date | undefined {
  const text = resource.optionalFields('systemData')?.optionalText('createdAt');
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A map of strings such as tags or properties. */
export function textMap(fields: Fields, name: string): ReadonlyMap<string, string> {
  return fields.map(name, textOf);
}

/** An optional property, for object literals: nothing at all where there is no value. */
export function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

/** The resource group of an ARM id; Azure writes `resourceGroups` and `resourcegroups` as it likes. */
export function resourceGroupOf(id: string, path: string): string {
  const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\//i.exec(id)?.[1];
  if (group === undefined) {
    throw new DecodeError(`${path}.id`, 'an ARM id with a resource group', id);
  }
  return group;
}

/** All of an object but the named fields, to be sent back as it came. */
export function without(fields: Fields | undefined, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries((fields?.names ?? []).filter((name) => !names.includes(name)).map((name) => [name, fields?.unknown(name)]));
}
