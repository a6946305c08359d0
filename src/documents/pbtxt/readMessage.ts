import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../base/textRange';
import { defaultOf, emptyMessage, isList, isMessage, type ConfigField, type ConfigMessage, type ConfigValue } from './configMessage';
import { enumNames, fieldsOf, type FieldType } from './modelConfigSchema';
import type { PbtxtElement, PbtxtField, PbtxtMessage, PbtxtProblem } from './pbtxtDocument';
import { scalarValue } from './scalarValue';

export interface MessageReading {
  readonly message: ConfigMessage;
  readonly problems: readonly PbtxtProblem[];
}

/** Understands a tree by the schema of a message: fields that are faulty are left out of the result and are in the problems. */
export function readMessage(tree: PbtxtMessage, type: string): MessageReading {
  const problems: PbtxtProblem[] = [];
  const message = new Reader(type, (code, range, text) => problems.push({ code, range, message: text })).read(tree);
  return { message, problems };
}

type Report = (code: PbtxtProblem['code'], range: TextRange, message: string) => void;

class Reader {
  private readonly fields = new Map<string, ConfigField>();
  /** oneof -> the member that is set. */
  private readonly chosen = new Map<string, string>();

  constructor(
    private readonly type: string,
    private readonly report: Report,
  ) {}

  read(tree: PbtxtMessage): ConfigMessage {
    for (const field of tree.fields) {
      const schema = fieldsOf(this.type)?.get(field.name);
      if (schema === undefined) {
        this.report('unknown-field', field.nameRange, l10n.t('{0} has no field named {1}.', this.type, field.name));
      } else {
        this.field(field, schema);
      }
    }
    return { type: this.type, fields: this.fields };
  }

  private field(field: PbtxtField, schema: FieldType): void {
    const { value } = field;
    if (value === undefined) {
      return;
    }
    const isScalar = fieldsOf(schema.type) === undefined && schema.shape !== 'map';
    if (isScalar && !field.hasColon && value.kind === 'list') {
      this.report('syntax', field.nameRange, l10n.t('A colon is missing between the name of the field and its value.'));
    }
    if (value.kind === 'list' && schema.shape === 'one') {
      this.report('wrong-type', value.range, l10n.t('{0} takes one value, not a list.', field.name));
      return;
    }
    for (const element of value.kind === 'list' ? value.items : [value]) {
      this.element(field, schema, element);
    }
  }

  private element(field: PbtxtField, schema: FieldType, element: PbtxtElement): void {
    if (schema.shape === 'map') {
      this.entry(schema, element);
    } else if (schema.shape === 'one') {
      // A second value is read all the same, so that its own faults are told too.
      const clash = this.clashOf(schema);
      if (clash !== undefined) {
        this.report(clash.code, field.nameRange, clash.message);
      }
      const value = this.valueOf(schema.type, element);
      if (value !== undefined && clash === undefined) {
        this.set(schema, value);
      }
    } else {
      const value = this.valueOf(schema.type, element);
      const list = this.fields.get(schema.name);
      if (value !== undefined) {
        this.fields.set(schema.name, [...(isList(list) ? list : []), value]);
      }
    }
  }

  private set(schema: FieldType, value: ConfigValue): void {
    this.fields.set(schema.name, value);
    if (schema.oneof !== undefined) {
      this.chosen.set(schema.oneof, schema.name);
    }
  }

  private clashOf(schema: FieldType): { readonly code: PbtxtProblem['code']; readonly message: string } | undefined {
    const rival = schema.oneof === undefined ? undefined : this.chosen.get(schema.oneof);
    if (rival !== undefined && rival !== schema.name) {
      return {
        code: 'oneof-clash',
        message: l10n.t('{0} cannot be given together with {1}: only one of them may be set.', schema.name, rival),
      };
    }
    const before = this.fields.get(schema.name);
    // Without presence a value that equals the default is not noticed by protobuf, so a second one is accepted.
    const unnoticed = schema.oneof === undefined && !isMessage(before) && before === defaultOf(schema.type);
    if (before === undefined || unnoticed) {
      return undefined;
    }
    return { code: 'specified-twice', message: l10n.t('{0} is given twice; it takes one value.', schema.name) };
  }

  private entry(schema: FieldType, element: PbtxtElement): void {
    if (element.kind !== 'message') {
      this.report('wrong-type', element.range, l10n.t('An entry of {0} is expected: {1}.', schema.name, '{ key: … value: … }'));
      return;
    }
    const entry = new EntryReader(schema, this.report).read(element);
    const map = this.fields.get(schema.name);
    this.fields.set(schema.name, new Map([...(map instanceof Map ? map : []), entry]));
  }

  private valueOf(type: string, element: PbtxtElement): ConfigValue | undefined {
    return valueOf(type, element, this.report);
  }
}

/** `{ key: … value: … }`; a key left out is "" or 0, a value left out is the default of its type. */
class EntryReader {
  private key: ConfigValue | undefined;
  private value: ConfigValue | undefined;

  constructor(
    private readonly schema: FieldType,
    private readonly report: Report,
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
      this.report(
        'unknown-field',
        field.nameRange,
        l10n.t('An entry of {0} has the fields key and value only, not {1}.', this.schema.name, part),
      );
      return;
    }
    if (field.value?.kind === 'list') {
      this.report('wrong-type', field.value.range, l10n.t('{0} takes one value, not a list.', part));
    } else if (field.value !== undefined) {
      this.take(part, field, field.value);
    }
  }

  private take(part: 'key' | 'value', field: PbtxtField, element: PbtxtElement): void {
    if (this[part] !== undefined && this[part] !== defaultOf(part === 'key' ? (this.schema.key ?? 'string') : this.schema.type)) {
      this.report('specified-twice', field.nameRange, l10n.t('{0} is given twice; it takes one value.', part));
      return;
    }
    this[part] = valueOf(part === 'key' ? (this.schema.key ?? 'string') : this.schema.type, element, this.report);
  }
}

function valueOf(type: string, element: PbtxtElement, report: Report): ConfigValue | undefined {
  if (fieldsOf(type) !== undefined) {
    if (element.kind === 'message') {
      return new Reader(type, report).read(element);
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
