import { internal, TritonError } from '../tritonError';

/** A number written with a fraction or an exponent whose value is whole, `1.0` or `1e2`: RapidJSON does not take it for an integer. */
export class WholeDouble {
  constructor(readonly value: number) {}
}

/**
 * JSON as RapidJSON reads it. A whole `number` was written as an integer, any other `number` was not; `bigint` is an integer beyond
 * 2^53 within 64 bits. Strings are byte text. Of a member given twice the first counts.
 */
export type JsonValue = null | boolean | number | bigint | WholeDouble | string | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** An object as it was read: `names` has those that came again, too. */
export class JsonMembers extends Map<string, JsonValue> {
  readonly names: string[] = [];

  /** Of a member given twice the first counts. */
  add(name: string, value: JsonValue): void {
    this.names.push(name);
    if (!this.has(name)) {
      this.set(name, value);
    }
  }
}

/** Every name in the order of the text, as often as it was given. */
export function namesIn(json: JsonObject): readonly string[] {
  return json instanceof JsonMembers ? json.names : [...json.keys()];
}

const INT64_MAX = 2n ** 63n - 1n;

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

/** The value as Triton's TritonJson asks for it; each throws with the words of triton_json.h. */
export function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : refuse('string', 'string');
}

/** A text that Triton hands on as a C string, which ends at its first NUL. */
export function asName(value: JsonValue): string {
  return asText(value).replace(/\0.*$/s, '');
}

export function asFlag(value: JsonValue): boolean {
  return typeof value === 'boolean' ? value : refuse('boolean', 'boolean');
}

export function asList(value: JsonValue): readonly JsonValue[] {
  return isList(value) ? value : refuse('array', 'array');
}

/** An unsigned 64-bit integer. */
export function asUnsigned(value: JsonValue): number | bigint {
  return (typeof value === 'bigint' || isInteger(value)) && value >= 0 ? value : refuse('unsigned-integer', 'unsigned-integer');
}

/** A signed 64-bit integer. */
export function asSigned(value: JsonValue): number | bigint {
  return (typeof value === 'bigint' && value <= INT64_MAX) || isInteger(value) ? value : refuse('signed-integer', 'signed-integer');
}

export function asDouble(value: JsonValue): number {
  if (value instanceof WholeDouble) {
    return value.value;
  }
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : refuse('number', 'double');
}

/** A member that must be there. A value that is no object has no members. */
export function memberOf(value: JsonValue, name: string): JsonValue {
  const member = isObject(value) ? value.get(name) : undefined;
  if (member === undefined) {
    throw internal(`attempt to access non-existing object member '${name}'`);
  }
  return member;
}

/** Puts the words in front of what a reading throws, as RETURN_MSG_IF_ERR does: `Unable to parse 'shape': …`. */
export function explaining<T>(words: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TritonError) {
      throw internal(`${words}: ${error.text}`);
    }
    throw error;
  }
}

function isInteger(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

function refuse(kind: string, wanted: string): never {
  throw internal(`attempt to access JSON non-${kind} as ${wanted}`);
}
