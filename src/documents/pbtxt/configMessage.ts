import { enumNames, fieldsOf, type FieldType } from './modelConfigSchema';

/**
 * A message of a configuration as its schema sees it: what was set, by field name; what was not set is absent.
 * 64-bit integers are bigint; an enum is its name, or its number when the schema has no name for it (proto3 enums are open).
 */
export interface ConfigMessage {
  /** Name in modelConfigSchema.ts. */
  readonly type: string;
  readonly fields: ReadonlyMap<string, ConfigField>;
}

export type ConfigValue = string | number | bigint | boolean | ConfigMessage;
export type ConfigField = ConfigValue | readonly ConfigValue[] | ReadonlyMap<string, ConfigValue>;

export function emptyMessage(type: string): ConfigMessage {
  return { type, fields: new Map() };
}

/** Array.isArray does not tell a readonly list from the other kinds. */
export function isList(value: ConfigField | undefined): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

export function isMap(value: ConfigField | undefined): value is ReadonlyMap<string, ConfigValue> {
  return value instanceof Map;
}

export function isMessage(value: unknown): value is ConfigMessage {
  return typeof value === 'object' && value !== null && 'fields' in value;
}

/** What a scalar or enum field is when it is not set; undefined for messages, which are then absent. */
export function defaultOf(type: FieldType['type']): ConfigValue | undefined {
  switch (type) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int64':
    case 'uint64':
      return 0n;
    case 'int32':
    case 'uint32':
    case 'float':
    case 'double':
      return 0;
    default:
      return enumNames(type)?.[0];
  }
}

/** A copy with some fields changed; undefined takes a field away. */
export function withFields(message: ConfigMessage, changes: Readonly<Record<string, ConfigField | undefined>>): ConfigMessage {
  const fields = new Map(message.fields);
  for (const [name, value] of Object.entries(changes)) {
    if (fieldsOf(message.type)?.has(name) !== true) {
      throw new Error(`${message.type} has no field ${name}`);
    }
    if (value === undefined) {
      fields.delete(name);
    } else {
      fields.set(name, value);
    }
  }
  return { type: message.type, fields };
}

/** Reads fields of a message with proto3's defaults. A field asked for by a kind that it has not is a bug here, not in the file. */
export class MessageReader {
  constructor(protected readonly message: ConfigMessage) {}

  has(name: string): boolean {
    return this.message.fields.has(name);
  }

  text(name: string): string {
    const value = this.message.fields.get(name) ?? '';
    return typeof value === 'string' ? value : this.mistaken(name);
  }

  /** An enum's name; a number without a name comes back as digits. */
  enumName(name: string, fallback: string): string {
    const value = this.message.fields.get(name) ?? fallback;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : this.mistaken(name);
  }

  flag(name: string): boolean {
    return this.message.fields.get(name) === true;
  }

  /** 64-bit values are rounded beyond 2^53. */
  number(name: string): number {
    return numberFrom(this.message.fields.get(name) ?? 0) ?? this.mistaken(name);
  }

  numbers(name: string): number[] {
    return this.list(name).map((value) => numberFrom(value) ?? this.mistaken(name));
  }

  textList(name: string): string[] {
    return this.list(name).filter((value) => typeof value === 'string');
  }

  flags(name: string): boolean[] {
    return this.list(name).map((value) => value === true);
  }

  inner(name: string): MessageReader | undefined {
    const value = this.message.fields.get(name);
    return isMessage(value) ? new MessageReader(value) : undefined;
  }

  messages(name: string): MessageReader[] {
    return this.list(name).flatMap((value) => (isMessage(value) ? [new MessageReader(value)] : []));
  }

  map(name: string): ReadonlyMap<string, ConfigValue> {
    const value = this.message.fields.get(name);
    return value instanceof Map ? value : new Map();
  }

  private list(name: string): readonly ConfigValue[] {
    const value = this.message.fields.get(name) ?? [];
    return isList(value) ? value : this.mistaken(name);
  }

  private mistaken(name: string): never {
    throw new Error(`${this.message.type}.${name} is read as a kind that it has not`);
  }
}

function numberFrom(value: ConfigField): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}
