import * as l10n from '@vscode/l10n';
import { emptyMessage, type ConfigField, type ConfigMessage, type ConfigValue } from './configMessage';
import { readJsonText } from './jsonText';
import { enumNames, fieldsOf, ROOT_MESSAGE, type FieldType } from './modelConfigSchema';
import { MOST_PROBLEMS } from './pbtxtDocument';
import { integerRanges } from './scalarValue';

export interface ConfigJsonReading {
  readonly message: ConfigMessage;
  /** Translated; each begins with the path of what it is about, `input[0].dims[1]: …`. Empty when all was understood. */
  readonly problems: readonly string[];
}

/** Reads what a server answers at GET /v2/models/M/config: protobuf's JSON with the names of the file. Never throws. */
export function configFromJson(text: string): ConfigJsonReading {
  const reading = readJsonText(text);
  return reading.kind === 'broken'
    ? { message: emptyMessage(ROOT_MESSAGE), problems: [reading.problem] }
    : new JsonConfigReader().read(reading.value);
}

/** Whether a text is JSON that has anything to do with a configuration. */
export function isConfigJson(text: string): boolean {
  if (!/^\ufeff?\s*\{/.test(text)) {
    return false;
  }
  const reading = readJsonText(text);
  const fields = fieldsOf(ROOT_MESSAGE);
  return reading.kind === 'json' && (membersOf(reading.value) ?? []).some(([name]) => fields?.has(name) === true);
}

class JsonConfigReader {
  private readonly problems: string[] = [];

  read(json: unknown): ConfigJsonReading {
    const message = this.message(ROOT_MESSAGE, json, '');
    return { message: message ?? emptyMessage(ROOT_MESSAGE), problems: this.problems };
  }

  private message(type: string, json: unknown, path: string): ConfigMessage | undefined {
    const members = membersOf(json);
    if (members === undefined) {
      return this.refuse(path, l10n.t('An object is expected: {0}.', '{ … }'));
    }
    const fields = new Map<string, ConfigField>();
    const chosen = new Map<string, string>();
    // In protobuf's JSON null means that the field is not set.
    for (const [name, value] of members.filter((member) => member[1] !== null)) {
      const schema = fieldsOf(type)?.get(name);
      const place = inside(path, name);
      if (schema === undefined) {
        this.refuse(place, l10n.t('{0} has no field named {1}.', type, name));
      } else if (this.isChoice(schema, chosen, place)) {
        const field = this.field(schema, value, place);
        if (field !== undefined) {
          fields.set(name, field);
        }
      }
    }
    return { type, fields };
  }

  private isChoice({ name, oneof }: FieldType, chosen: Map<string, string>, path: string): boolean {
    const rival = oneof === undefined ? undefined : chosen.get(oneof);
    if (rival !== undefined) {
      this.refuse(path, l10n.t('{0} cannot be given together with {1}: only one of them may be set.', name, rival));
      return false;
    }
    if (oneof !== undefined) {
      chosen.set(oneof, name);
    }
    return true;
  }

  private field(schema: FieldType, json: unknown, path: string): ConfigField | undefined {
    if (schema.shape === 'map') {
      return this.map(schema, json, path);
    }
    if (schema.shape === 'one') {
      return this.value(schema.type, json, path);
    }
    if (!Array.isArray(json)) {
      return this.refuse(path, l10n.t('A list is expected: {0}.', '[ … ]'));
    }
    return json.flatMap((one: unknown, index) => this.value(schema.type, one, `${path}[${index}]`) ?? []);
  }

  private map({ key: keyType = 'string', type }: FieldType, json: unknown, path: string): ConfigField | undefined {
    const members = membersOf(json);
    if (members === undefined) {
      return this.refuse(path, l10n.t('An object is expected: {0}.', '{ … }'));
    }
    const entries = members.flatMap(([key, one]) => {
      const place = inside(path, key);
      const isKey = keyType === 'string' || this.integer(keyType, key, place) !== undefined;
      const value = this.value(type, one, place);
      return isKey && value !== undefined ? [[key, value] as const] : [];
    });
    return new Map(entries);
  }

  private value(type: string, json: unknown, path: string): ConfigValue | undefined {
    if (type === 'string') {
      return typeof json === 'string' ? json : this.refuse(path, l10n.t('A string in quotation marks is expected.'));
    }
    if (type === 'bool') {
      return typeof json === 'boolean' ? json : this.refuse(path, l10n.t('true or false is expected.'));
    }
    if (type === 'float' || type === 'double') {
      return this.decimal(type, json, path);
    }
    if (integerRanges.has(type)) {
      return this.integer(type, json, path);
    }
    return enumNames(type) === undefined ? this.message(type, json, path) : this.enumName(type, json, path);
  }

  /** Protobuf's JSON takes numbers in quotation marks, too: 64-bit ones are written so by everybody but Triton. */
  private integer(type: string, json: unknown, path: string): ConfigValue | undefined {
    const number = integerOf(json);
    if (number === undefined) {
      return this.refuse(path, l10n.t('A whole number is expected.'));
    }
    const [least, most] = integerRanges.get(type) ?? [number, number];
    if (number < least || number > most) {
      const words = l10n.t('This number is outside the range of {0}, which is {1} to {2}.', type, String(least), String(most));
      return this.refuse(path, words);
    }
    return type.endsWith('64') ? number : Number(number);
  }

  private decimal(type: 'float' | 'double', json: unknown, path: string): ConfigValue | undefined {
    const isNumber = typeof json === 'number' || typeof json === 'bigint';
    const isWritten = typeof json === 'string' && /^(?:NaN|-?Infinity|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(json);
    if (!isNumber && !isWritten) {
      return this.refuse(path, l10n.t('A decimal number is expected.'));
    }
    return type === 'float' ? Math.fround(Number(json)) : Number(json);
  }

  /** Names are taken in any case; a number without a name stays a number, because enums of proto3 are open. */
  private enumName(type: string, json: unknown, path: string): ConfigValue | undefined {
    const names = enumNames(type) ?? [];
    if (typeof json === 'number') {
      const number = this.integer('int32', json, path);
      return number === undefined ? undefined : (names[Number(number)] ?? number);
    }
    if (typeof json !== 'string') {
      return this.refuse(path, l10n.t('A name in quotation marks is expected: {0}.', names.join(', ')));
    }
    const name = names.find((one) => one === json.toUpperCase());
    return name ?? this.refuse(path, l10n.t('{0} is not among the values of this field: {1}.', json, names.join(', ')));
  }

  /** Undefined, which stands for every kind of value that could not be read. */
  private refuse(path: string, words: string): ConfigMessage | undefined {
    if (this.problems.length < MOST_PROBLEMS) {
      this.problems.push(path === '' ? words : `${path}: ${words}`);
    }
    return undefined;
  }
}

/** Undefined for what is no object. */
function membersOf(json: unknown): [string, unknown][] | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.entries(json) : undefined;
}

function integerOf(json: unknown): bigint | undefined {
  if (typeof json === 'bigint') {
    return json;
  }
  if (typeof json === 'number') {
    return Number.isInteger(json) ? BigInt(json) : undefined;
  }
  return typeof json === 'string' && /^-?\d{1,20}$/.test(json) ? BigInt(json) : undefined;
}

/** `parameters.a`, `parameters["a b"]` */
function inside(path: string, name: string): string {
  if (!/^\w+$/.test(name)) {
    return `${path}[${JSON.stringify(name)}]`;
  }
  return path === '' ? name : `${path}.${name}`;
}
