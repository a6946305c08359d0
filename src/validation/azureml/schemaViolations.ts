import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { TextRange } from '../../base/textRange';
import type { AzureMlDocument } from '../../documents/azureml/azureMlDocument';
import { azureMlSchemas, derefSchema, type JsonSchema } from '../../documents/azureml/schemas';
import { isPlaceholderNode, rangeOfNode, YamlMapping } from '../../documents/yaml/yamlMapping';
import type { YamlText } from '../../documents/yaml/yamlText';

/** A place where a document is not what its schema says. `field` is the path of keys, `model.type`; empty for the whole. */
export interface Violation {
  readonly keyword: 'additionalProperties' | 'required' | 'type' | 'enum' | 'pattern' | 'range' | 'maxItems';
  readonly range: TextRange;
  readonly field: string;
  /** The schema that is not met; of the mapping where a key is missing or unknown. */
  readonly schema: JsonSchema;
  /** The key that is missing or unknown. */
  readonly key?: string;
  /** The value as written, where it is text or a number. */
  readonly value?: string;
}

/** More than these nobody reads, and a text of many aliases could have millions. */
const mostViolations = 200;

/** Walks the nodes beside the schema. A value that a script fills in meets every schema. */
export function schemaViolations({ kind, source, root }: AzureMlDocument): readonly Violation[] {
  const walk = new SchemaWalk(source, azureMlSchemas[kind]);
  walk.check(azureMlSchemas[kind], { node: root.node, field: '', range: root.range });
  return walk.found;
}

interface Place {
  readonly node: Node | undefined;
  readonly field: string;
  readonly range: TextRange;
}

class SchemaWalk {
  readonly found: Violation[] = [];

  constructor(
    private readonly source: YamlText,
    private readonly root: JsonSchema,
  ) {}

  check(schema: JsonSchema, place: Place): void {
    const { node } = place;
    if (this.found.length >= mostViolations || isPlaceholderNode(this.source, node)) {
      return;
    }
    const followed = derefSchema(schema, this.root);
    if (followed.anyOf) {
      this.checkAny(followed, place);
    } else if (!hasType(followed, node)) {
      this.report('type', followed, place);
    } else if (isMap(node)) {
      this.checkMapping(followed, YamlMapping.of(this.source, node), place);
    } else if (isSeq(node)) {
      this.checkList(followed, node.items, place);
    } else {
      this.checkScalar(followed, place);
    }
  }

  /** The branch of the value's own type is the one that was meant, and its problems are the ones to tell. */
  private checkAny(schema: JsonSchema, place: Place): void {
    const branches = (schema.anyOf ?? []).map((branch) => derefSchema(branch, this.root));
    const meant = branches.filter((branch) => hasType(branch, place.node));
    const [first] = meant;
    if (first === undefined) {
      this.report(branches.some((branch) => branch.enum) ? 'enum' : 'type', schema, place);
    } else if (isScalar(place.node)) {
      if (!meant.some((branch) => isScalarMet(branch, place.node))) {
        this.report(branches.some(({ enum: values }) => typeof values?.[0] === 'string') ? 'enum' : 'type', schema, place);
      } else if (!isWithin(schema, place.node)) {
        this.report('range', schema, place);
      }
    } else {
      this.check(first, place);
    }
  }

  private checkScalar(schema: JsonSchema, place: Place): void {
    if (!isScalarMet(schema, place.node)) {
      this.report(schema.enum ? 'enum' : 'pattern', schema, place);
    } else if (!isWithin(schema, place.node)) {
      this.report('range', schema, place);
    }
  }

  private checkMapping(schema: JsonSchema, mapping: YamlMapping, { field, range }: Place): void {
    for (const key of schema.required ?? []) {
      if (!mapping.has(key)) {
        // The first key is a place that can be shown; the whole mapping would underline half the file.
        this.add({ keyword: 'required', schema, field, key, range: mapping.entries[0]?.keyRange ?? range });
      }
    }
    for (const { name, keyRange, value, range: at } of mapping.entries) {
      const inner = schemaOfKey(schema, name);
      const path = field === '' ? name : `${field}.${name}`;
      if (inner === false) {
        this.add({ keyword: 'additionalProperties', schema, field, key: name, range: keyRange });
      } else if (typeof inner === 'object') {
        this.check(inner, { node: value, field: path, range: at });
      }
    }
  }

  private checkList(schema: JsonSchema, items: readonly unknown[], place: Place): void {
    if (items.length > (schema.maxItems ?? Infinity)) {
      this.report('maxItems', schema, place);
    }
    items.forEach((item, index) => {
      if (schema.items && (isMap(item) || isScalar(item) || isSeq(item))) {
        const node = this.source.resolve(item);
        this.check(schema.items, { node, field: `${place.field}.${index}`, range: rangeOfNode(node) });
      }
    });
  }

  private report(keyword: Violation['keyword'], schema: JsonSchema, { node, field, range }: Place): void {
    const value = isScalar(node) && node.value !== null ? (node.source ?? JSON.stringify(node.value)) : undefined;
    this.add({ keyword, schema, field, range, ...(value === undefined ? {} : { value }) });
  }

  private add(violation: Violation): void {
    if (this.found.length < mostViolations) {
      this.found.push(violation);
    }
  }
}

function schemaOfKey({ properties = {}, additionalProperties }: JsonSchema, name: string): JsonSchema | boolean | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
}

function hasType({ type, enum: values }: JsonSchema, node: Node | undefined): boolean {
  const own = typeOf(node);
  const isOwn = (name: string): boolean => name === own || (name === 'number' && own === 'integer');
  if (type === undefined) {
    return values?.some((value) => isOwn(typeof value)) ?? true;
  }
  return typeof type === 'string' ? isOwn(type) : type.some(isOwn);
}

function typeOf(node: Node | undefined): string {
  if (isMap(node)) {
    return 'object';
  }
  if (isSeq(node)) {
    return 'array';
  }
  const value: unknown = isScalar(node) ? node.value : null;
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  // Dates and bytes are types of their own to YAML 1.1, and to Azure's clients no text.
  return value === null ? 'null' : typeof value;
}

function isScalarMet({ enum: values, pattern }: JsonSchema, node: Node | undefined): boolean {
  const value: unknown = isScalar(node) ? node.value : undefined;
  if (values && !values.some((each) => each === value)) {
    return false;
  }
  return pattern === undefined || typeof value !== 'string' || new RegExp(pattern, 'u').test(value);
}

function isWithin({ minimum = -Infinity, maximum = Infinity }: JsonSchema, node: Node | undefined): boolean {
  const value = Number(isScalar(node) ? node.value : NaN);
  return !(value < minimum || value > maximum);
}
