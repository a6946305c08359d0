import type { TextRange } from '../../base/textRange';
import { ROOT_MESSAGE, fieldsOf, type FieldType } from '../../documents/pbtxt/modelConfigSchema';
import type { PbtxtElement, PbtxtField, PbtxtMessage, PbtxtString } from '../../documents/pbtxt/pbtxtDocument';

/** One value of a field as it is written, or the field without a value. */
export interface ConfigNode {
  readonly field: PbtxtField;
  readonly element: PbtxtElement | undefined;
  /** Names of fields from the file inward, `input.dims`; the parts of a map's entry are `key` and `value`: `parameters.key`. */
  readonly path: string;
  /** Undefined for a name that the message has not. */
  readonly schema: FieldType | undefined;
  /** Name of the message that holds the field; that of the map's field for the parts of an entry. */
  readonly type: string;
  /** What holds the field, the file first. */
  readonly owners: readonly PbtxtMessage[];
}

/** What may stand inside a value of this field; undefined for values that hold nothing. */
export function innerFields({ number, type, shape, key }: FieldType): ReadonlyMap<string, FieldType> | undefined {
  return shape === 'map'
    ? new Map([
        ['key', { name: 'key', number, type: key ?? 'string', shape: 'one' }],
        ['value', { name: 'value', number, type, shape: 'one' }],
      ])
    : fieldsOf(type);
}

/** Every value of a configuration in the order of the text. */
export function nodesOf(root: PbtxtMessage): ConfigNode[] {
  const nodes: ConfigNode[] = [];
  const visit = (inside: Holder): void => {
    for (const field of inside.owners.at(-1)?.fields ?? []) {
      for (const element of elementsOf(field)) {
        const schema = inside.fields?.get(field.name);
        const node = { field, element, path: `${inside.prefix}${field.name}`, schema, type: inside.type, owners: inside.owners };
        nodes.push(node);
        if (element?.kind === 'message') {
          visit(holderOf(node, element));
        }
      }
    }
  };
  visit({ owners: [root], prefix: '', type: ROOT_MESSAGE, fields: fieldsOf(ROOT_MESSAGE) });
  return nodes;
}

interface Holder {
  readonly owners: readonly PbtxtMessage[];
  readonly prefix: string;
  readonly type: string;
  readonly fields: ReadonlyMap<string, FieldType> | undefined;
}

function holderOf({ path, schema, type, field, owners }: ConfigNode, element: PbtxtMessage): Holder {
  return {
    owners: [...owners, element],
    prefix: `${path}.`,
    type: schema?.shape === 'map' ? `${type}.${field.name}` : (schema?.type ?? ''),
    fields: schema && innerFields(schema),
  };
}

function elementsOf({ value }: PbtxtField): readonly (PbtxtElement | undefined)[] {
  return value?.kind === 'list' && value.items.length > 0 ? value.items : [value?.kind === 'list' ? undefined : value];
}

/** The values around an offset, the outermost first. Of a list the element, or its first one where the offset is between them. */
export function nodesAt(nodes: readonly ConfigNode[], offset: number): ConfigNode[] {
  const chosen = new Map<PbtxtField, ConfigNode>();
  for (const node of nodes.filter(({ field }) => holds(field.range, offset))) {
    const before = chosen.get(node.field);
    if (!before || (!isAt(before, offset) && isAt(node, offset))) {
      chosen.set(node.field, node);
    }
  }
  return [...chosen.values()];
}

function isAt({ element }: ConfigNode, offset: number): boolean {
  return element !== undefined && holds(element.range, offset);
}

export function holds({ start, end }: TextRange, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The last string of this name in a message. */
export function stringOf(message: PbtxtMessage | undefined, name: string): PbtxtString | undefined {
  const value = fieldOf(message, name)?.value;
  return value?.kind === 'string' ? value : undefined;
}

export function textOf(message: PbtxtMessage | undefined, name: string): string {
  return stringOf(message, name)?.value ?? '';
}

/** The last field of this name in a message. */
export function fieldOf(message: PbtxtMessage | undefined, name: string): PbtxtField | undefined {
  return message?.fields.findLast((field) => field.name === name);
}
