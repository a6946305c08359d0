import * as l10n from '@vscode/l10n';
import { nearest } from '../../base/nearest';
import type { TextRange } from '../../base/textRange';
import { defaultOf, emptyMessage, isMessage, type ConfigField, type ConfigMessage, type ConfigValue } from './configMessage';
import { enumNames, fieldsOf, type FieldType } from './modelConfigSchema';
import { MOST_PROBLEMS, type PbtxtElement, type PbtxtField, type PbtxtMessage, type PbtxtProblem } from './pbtxtDocument';
import { scalarValue, type ProblemText } from './scalarValue';

export interface MessageReading {
  readonly message: ConfigMessage;
  readonly problems: readonly PbtxtProblem[];
  /** Where `message` and every message inside it stands in the text. */
  readonly places: MessagePlaces;
}

export type MessagePlaces = ReadonlyMap<ConfigMessage, MessagePlace>;

/** Where one message stands. */
export interface MessagePlace {
  /** The name of the field that holds it, in a list its opening mark; for the file an empty range at its start. */
  readonly head: TextRange;
  /** With its marks. */
  readonly range: TextRange;
  /** Every value as written, faulty ones included, by the name of the field. */
  readonly fields: ReadonlyMap<string, readonly FieldPlace[]>;
}

export interface FieldPlace {
  readonly name: TextRange;
  readonly value: TextRange;
  /** It was reported and is not in the message. */
  readonly faulty: boolean;
  /** Of a map's entry. */
  readonly key?: string;
}

/** Understands a tree by the schema of a message: fields that are faulty are left out of the result and are in the problems. */
export function readMessage(tree: PbtxtMessage, type: string): MessageReading {
  const problems: PbtxtProblem[] = [];
  const places = new Map<ConfigMessage, MessagePlace>();
  const pass: Pass = {
    report: (code, range, text, protobuf) => {
      if (problems.length < MOST_PROBLEMS) {
        const message = typeof text === 'string' ? text : text();
        problems.push({ code, range, message, ...(protobuf === undefined ? {} : { protobuf }) });
      }
    },
    places,
  };
  const message = new Reader(type, pass).read(tree, { start: 0, end: 0 });
  return { message, problems, places };
}

type Report = (code: PbtxtProblem['code'], range: TextRange, message: ProblemText, protobuf?: string) => void;

/** What one reading of a file collects. */
interface Pass {
  readonly report: Report;
  readonly places: Map<ConfigMessage, MessagePlace>;
}

class Reader {
  private readonly fields = new Map<string, ConfigField>();
  /** oneof -> the member that is set. */
  private readonly chosen = new Map<string, string>();
  private readonly fieldPlaces = new Map<string, FieldPlace[]>();

  constructor(
    private readonly type: string,
    private readonly pass: Pass,
  ) {}

  read(tree: PbtxtMessage, head: TextRange): ConfigMessage {
    for (const field of tree.fields) {
      const schema = fieldsOf(this.type)?.get(field.name);
      if (schema === undefined) {
        this.report(
          'unknown-field',
          field.nameRange,
          () => noSuchField(this.type, field.name),
          `Message type "inference.${this.type}" has no field named "${field.name}".`,
        );
      } else {
        this.field(field, schema);
      }
    }
    const message = { type: this.type, fields: this.fields };
    this.pass.places.set(message, { head, range: tree.range, fields: this.fieldPlaces });
    return message;
  }

  private report(...fault: Parameters<Report>): void {
    this.pass.report(...fault);
  }

  private place(field: PbtxtField, value: TextRange, faulty: boolean, key?: string): void {
    const list = this.fieldPlaces.get(field.name) ?? [];
    list.push({ name: field.nameRange, value, faulty, ...(key === undefined ? {} : { key }) });
    this.fieldPlaces.set(field.name, list);
  }

  private field(field: PbtxtField, schema: FieldType): void {
    const { value } = field;
    if (value === undefined) {
      this.place(field, field.range, true);
      return;
    }
    const isScalar = fieldsOf(schema.type) === undefined && schema.shape !== 'map';
    if (isScalar && !field.hasColon && value.kind === 'list') {
      this.report('syntax', field.nameRange, l10n.t('A colon is missing between the name of the field and its value.'));
    }
    if (value.kind === 'list' && schema.shape === 'one') {
      this.report('wrong-type', value.range, l10n.t('{0} takes one value, not a list.', field.name));
      this.place(field, value.range, true);
      return;
    }
    for (const element of value.kind === 'list' ? value.items : [value]) {
      this.element(field, schema, element);
    }
  }

  private element(field: PbtxtField, schema: FieldType, element: PbtxtElement): void {
    if (schema.shape === 'map') {
      this.entry(field, schema, element);
      return;
    }
    // A second value of a field that takes one is read all the same, so that its own faults are told too.
    const clash = schema.shape === 'one' ? this.clashOf(schema) : undefined;
    if (clash !== undefined) {
      this.report(clash.code, field.nameRange, clash.message, clash.protobuf);
    }
    const value = valueOf(schema.type, element, this.pass, headOf(field, element));
    const isTaken = value !== undefined && clash === undefined;
    this.place(field, element.range, !isTaken);
    if (!isTaken) {
      return;
    }
    if (schema.shape === 'one') {
      this.set(schema, value);
      return;
    }
    const list = this.fields.get(schema.name);
    if (Array.isArray(list)) {
      list.push(value);
    } else {
      this.fields.set(schema.name, [value]);
    }
  }

  private set(schema: FieldType, value: ConfigValue): void {
    this.fields.set(schema.name, value);
    if (schema.oneof !== undefined) {
      this.chosen.set(schema.oneof, schema.name);
    }
  }

  private clashOf(schema: FieldType): Pick<PbtxtProblem, 'code' | 'message' | 'protobuf'> | undefined {
    const rival = schema.oneof === undefined ? undefined : this.chosen.get(schema.oneof);
    if (rival !== undefined && rival !== schema.name) {
      return {
        code: 'oneof-clash',
        message: l10n.t('{0} cannot be given together with {1}: only one of them may be set.', schema.name, rival),
        protobuf: `Field "${schema.name}" is specified along with field "${rival}", another member of oneof "${schema.oneof ?? ''}".`,
      };
    }
    const before = this.fields.get(schema.name);
    // Without presence a value that equals the default is not noticed by protobuf, so a second one is accepted; -0.0 is noticed.
    const unnoticed = schema.oneof === undefined && !isMessage(before) && Object.is(before, defaultOf(schema.type));
    if (before === undefined || unnoticed) {
      return undefined;
    }
    return {
      code: 'specified-twice',
      message: l10n.t('{0} is given twice; it takes one value.', schema.name),
      protobuf: `Non-repeated field "${schema.name}" is specified multiple times.`,
    };
  }

  private entry(field: PbtxtField, schema: FieldType, element: PbtxtElement): void {
    if (element.kind !== 'message') {
      this.report('wrong-type', element.range, l10n.t('An entry of {0} is expected: {1}.', schema.name, '{ key: … value: … }'));
      this.place(field, element.range, true);
      return;
    }
    const [key, value] = new EntryReader(schema, this.pass).read(element);
    this.place(field, element.range, false, key);
    const map = this.fields.get(schema.name);
    if (map instanceof Map) {
      map.set(key, value);
    } else {
      this.fields.set(schema.name, new Map([[key, value]]));
    }
  }
}

/** Where something that is missing in a message is reported. */
function headOf(field: PbtxtField, element: PbtxtElement): TextRange {
  return field.value?.kind === 'list' ? { start: element.range.start, end: element.range.start + 1 } : field.nameRange;
}

/** `{ key: … value: … }`; a key left out is "" or 0, a value left out is the default of its type. */
class EntryReader {
  private key: ConfigValue | undefined;
  private value: ConfigValue | undefined;

  constructor(
    private readonly schema: FieldType,
    private readonly pass: Pass,
  ) {}

  read(tree: PbtxtMessage): [string, ConfigValue] {
    for (const field of tree.fields) {
      this.field(field);
    }
    const key = this.key ?? defaultOf(this.schema.key ?? 'string') ?? '';
    return [String(isMessage(key) ? '' : key), this.value ?? defaultOf(this.schema.type) ?? emptyMessage(this.schema.type)];
  }

  private field(field: PbtxtField): void {
    const part = field.name;
    if (part !== 'key' && part !== 'value') {
      this.pass.report(
        'unknown-field',
        field.nameRange,
        l10n.t('An entry of {0} has the fields key and value only, not {1}.', this.schema.name, part),
      );
      return;
    }
    if (field.value?.kind === 'list') {
      this.pass.report('wrong-type', field.value.range, l10n.t('{0} takes one value, not a list.', part));
    } else if (field.value !== undefined) {
      this.take(part, field, field.value);
    }
  }

  private take(part: 'key' | 'value', field: PbtxtField, element: PbtxtElement): void {
    // Unlike the fields of other messages these two are noticed with every value.
    if (this[part] !== undefined) {
      this.pass.report('specified-twice', field.nameRange, l10n.t('{0} is given twice; it takes one value.', part));
      return;
    }
    this[part] = valueOf(part === 'key' ? (this.schema.key ?? 'string') : this.schema.type, element, this.pass, field.nameRange);
  }
}

function valueOf(type: string, element: PbtxtElement, pass: Pass, head: TextRange): ConfigValue | undefined {
  const { report } = pass;
  if (fieldsOf(type) !== undefined) {
    if (element.kind === 'message') {
      return new Reader(type, pass).read(element, head);
    }
    report('wrong-type', element.range, l10n.t('A message is expected: {0}.', '{ … }'));
    return undefined;
  }
  if (element.kind === 'message') {
    const isEnum = enumNames(type) !== undefined;
    report(
      'wrong-type',
      element.range,
      isEnum ? l10n.t('A name is expected here, not a message.') : l10n.t('A single value is expected here, not a message.'),
    );
    return undefined;
  }
  const reading = scalarValue(element, type);
  if (reading.kind === 'problem') {
    report(reading.code, element.range, reading.message);
    return undefined;
  }
  return reading.value;
}

function noSuchField(type: string, name: string): string {
  const meant = nearest(name, [...(fieldsOf(type)?.keys() ?? [])]);
  return meant === undefined
    ? l10n.t('{0} has no field named {1}.', type, name)
    : l10n.t('{0} has no field named {1}. Did you mean {2}?', type, name, meant);
}
