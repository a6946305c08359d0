import { azureMlDocuments } from '../../documents/azureml/azureMlDocument';
import { azureMlSchemas, type AzureMlKind, type JsonSchema } from '../../documents/azureml/schemas';
import { keptYaml } from '../../documents/yaml/keptYaml';

/** Findings that a schema tells too; where another extension shows those of our schemas, they would be said twice. */
export const schemaCodes: ReadonlySet<string> = new Set([
  'aml/yaml-syntax',
  'aml/unknown-key',
  'aml/missing-key',
  'aml/missing-name',
  'aml/wrong-type',
  'aml/unknown-value',
  'aml/out-of-range',
  'aml/duplicate-key',
]);

/** The kind that all documents of a text are of; undefined where they differ, since one schema goes to one file. */
export function kindOfAll(text: string): AzureMlKind | undefined {
  const source = keptYaml(text);
  const kinds = typeof source === 'string' ? [] : azureMlDocuments(source).map(({ kind }) => kind);
  const [first] = kinds;
  return kinds.every((kind) => kind === first) ? first : undefined;
}

/** Keys of the preview of 2021, of which our own rule has more to say than that they are unknown. */
const previewKeys: Readonly<Record<'' | 'model' | 'environment' | 'scale_settings', readonly string[]>> = {
  '': ['model_format', 'local_path', 'model_uri', 'deployments', 'type'],
  model: ['model_format', 'local_path', 'model_uri'],
  environment: ['docker'],
  scale_settings: ['scale_type', 'instance_count', 'min_instances', 'max_instances'],
};

/** The schema of a kind for other readers, as JSON. */
export function sharedSchema(kind: AzureMlKind): string {
  const schema = azureMlSchemas[kind];
  const scaling = schema.properties?.['scale_settings'];
  const open = withKeys(schema, previewKeys['']);
  return JSON.stringify({
    ...open,
    properties: {
      ...open.properties,
      ...(scaling ? { scale_settings: { ...withKeys(scaling, previewKeys.scale_settings), required: [] } } : {}),
    },
    $defs: Object.fromEntries(
      Object.entries(schema.$defs ?? {}).map(([name, one]) => [
        name,
        name === 'model' || name === 'environment' ? withKeys(one, previewKeys[name]) : one,
      ]),
    ),
  });
}

function withKeys(schema: JsonSchema, keys: readonly string[]): JsonSchema {
  return { ...schema, properties: { ...Object.fromEntries(keys.map((key) => [key, { doNotSuggest: true }])), ...schema.properties } };
}
