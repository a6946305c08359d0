import { isMap, isSeq, type Node } from 'yaml';
import type { TextRange } from '../../base/textRange';
import { azureMlDocuments, type AzureMlDocument } from '../../documents/azureml/azureMlDocument';
import { azureMlSchemas, derefSchema, type JsonSchema } from '../../documents/azureml/schemas';
import { YamlMapping, type YamlEntry } from '../../documents/yaml/yamlMapping';
import type { YamlText } from '../../documents/yaml/yamlText';

/** One `key: value` of a document. */
export interface EntryPlace {
  readonly mapping: YamlMapping;
  readonly entry: YamlEntry;
  /** The keys that lead to the mapping; items of lists do not count. */
  readonly path: readonly string[];
}

/** The document that a place of the text lies in; between two the one before. */
export function documentAt(source: YamlText, offset: number): AzureMlDocument | undefined {
  return azureMlDocuments(source).findLast(({ root }) => documentStart(source, root) <= offset);
}

/** The innermost entry around a place, its key and its value included. */
export function entryAt({ root }: AzureMlDocument, offset: number): EntryPlace | undefined {
  return entryIn(root, offset, []);
}

/** The schema of what stands behind these keys; where a value may be text or a mapping, that of the mapping. */
export function schemaAt({ kind }: Pick<AzureMlDocument, 'kind'>, path: readonly string[]): JsonSchema | undefined {
  const root = azureMlSchemas[kind];
  return path.reduce<JsonSchema | undefined>((schema, key) => {
    const known = schema && mappingSchema(schema, root)?.properties;
    const more = schema && mappingSchema(schema, root)?.additionalProperties;
    const own = known && Object.hasOwn(known, key) ? known[key] : typeof more === 'object' ? more : undefined;
    return own && derefSchema(own, root);
  }, root);
}

/** What the keys of a mapping may be: the schema itself, the branch of it that is a mapping, or that of the items of a list. */
export function mappingSchema(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  const followed = derefSchema(schema, root);
  const branch = (followed.anyOf ?? []).map((each) => derefSchema(each, root)).find(({ properties }) => properties);
  return branch ?? (followed.items && !followed.properties ? derefSchema(followed.items, root) : followed);
}

function documentStart({ documents }: YamlText, { node }: YamlMapping): number {
  const at = documents.findIndex(({ contents }) => contents === node);
  // The comments above a document, and the line that divides it from the one before, are its own.
  return at <= 0 ? 0 : (documents[at]?.range[0] ?? 0);
}

function entryIn(mapping: YamlMapping, offset: number, path: readonly string[]): EntryPlace | undefined {
  // What `<<` merges in stands elsewhere.
  const written = [...mapping.entries, ...mapping.overwritten].filter(({ keyRange }) => isWithin(mapping.range, keyRange.start));
  // Keys first: a mapping ends where the next key begins.
  const byKey = written.find(({ keyRange }) => isWithin(keyRange, offset));
  if (byKey) {
    return { mapping, entry: byKey, path };
  }
  const entry = written.find(({ range }) => isWithin(range, offset));
  return entry && (innerEntry(mapping.source, entry.value, offset, [...path, entry.name]) ?? { mapping, entry, path });
}

function innerEntry(source: YamlText, value: Node | undefined, offset: number, path: readonly string[]): EntryPlace | undefined {
  if (isMap(value)) {
    return entryIn(YamlMapping.of(source, value), offset, path);
  }
  const items = isSeq(value) ? value.items : [];
  for (const item of items) {
    const found = isMap(item) || isSeq(item) ? innerEntry(source, item, offset, path) : undefined;
    if (found) {
      return found;
    }
  }
  return undefined;
}

function isWithin({ start, end }: TextRange, offset: number): boolean {
  return start <= offset && offset <= end;
}
