/** Something from outside is not what its contract says. `path` names the field: `onlineEndpoint.properties.authMode`. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';

  constructor(
    readonly path: string,
    expected: string,
    found: unknown,
  ) {
    super(`${path}: expected ${expected}, found ${kindOf(found)}`);
  }
}

/** Reads the fields of one JSON object. A missing or null field is an error unless the method says optional. */
export class Fields {
  private constructor(
    private readonly raw: object,
    readonly path: string,
  ) {}

  static of(raw: unknown, path: string): Fields {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      throw new DecodeError(path, 'an object', raw);
    }
    return new Fields(raw, path);
  }

  get names(): string[] {
    return Object.keys(this.raw);
  }

  /** The undecoded value; undefined when absent or null. */
  unknown(name: string): unknown {
    return this.value(name) ?? undefined;
  }

  text(name: string): string {
    return this.need(name, 'a string', isText);
  }

  optionalText(name: string): string | undefined {
    return this.allow(name, 'a string', isText);
  }

  number(name: string): number {
    return this.need(name, 'a number', isNumber);
  }

  optionalNumber(name: string): number | undefined {
    return this.allow(name, 'a number', isNumber);
  }

  flag(name: string): boolean {
    return this.need(name, 'true or false', isFlag);
  }

  optionalFlag(name: string): boolean | undefined {
    return this.allow(name, 'true or false', isFlag);
  }

  fields(name: string): Fields {
    return Fields.of(this.value(name), this.at(name));
  }

  optionalFields(name: string): Fields | undefined {
    return this.unknown(name) === undefined ? undefined : this.fields(name);
  }

  list<T>(name: string, decode: (raw: unknown, path: string) => T): T[] {
    return listOf(this.value(name), this.at(name), decode);
  }

  optionalList<T>(name: string, decode: (raw: unknown, path: string) => T): T[] | undefined {
    return this.unknown(name) === undefined ? undefined : this.list(name, decode);
  }

  /** An object whose values are all of one kind, such as traffic or tags; empty when absent. */
  map<T>(name: string, decode: (raw: unknown, path: string) => T): Map<string, T> {
    const inner = this.optionalFields(name);
    return new Map((inner?.names ?? []).map((key) => [key, decode(inner?.value(key), `${this.at(name)}.${key}`)]));
  }

  /** Only what the object has itself: `constructor` is no field. */
  private value(name: string): unknown {
    return Object.hasOwn(this.raw, name) ? Reflect.get(this.raw, name) : undefined;
  }

  private at(name: string): string {
    return `${this.path}.${name}`;
  }

  private need<T>(name: string, expected: string, is: (raw: unknown) => raw is T): T {
    const value = this.value(name);
    if (!is(value)) {
      throw new DecodeError(this.at(name), expected, value);
    }
    return value;
  }

  private allow<T>(name: string, expected: string, is: (raw: unknown) => raw is T): T | undefined {
    return this.unknown(name) === undefined ? undefined : this.need(name, expected, is);
  }
}

export function listOf<T>(raw: unknown, path: string, decode: (raw: unknown, path: string) => T): T[] {
  if (!Array.isArray(raw)) {
    throw new DecodeError(path, 'a list', raw);
  }
  return raw.map((item: unknown, index) => decode(item, `${path}[${index}]`));
}

export function textOf(raw: unknown, path: string): string {
  if (!isText(raw)) {
    throw new DecodeError(path, 'a string', raw);
  }
  return raw;
}

export function numberOf(raw: unknown, path: string): number {
  if (!isNumber(raw)) {
    throw new DecodeError(path, 'a number', raw);
  }
  return raw;
}

const isText = (raw: unknown): raw is string => typeof raw === 'string';
const isNumber = (raw: unknown): raw is number => typeof raw === 'number';
const isFlag = (raw: unknown): raw is boolean => typeof raw === 'boolean';

function kindOf(raw: unknown): string {
  if (raw === undefined) {
    return 'nothing';
  }
  return raw === null ? 'null' : Array.isArray(raw) ? 'a list' : `a ${typeof raw}`;
}
