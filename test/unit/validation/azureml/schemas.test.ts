import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { azureMlDocuments } from '../../../../src/documents/azureml/azureMlDocument';
import { azureMlSchemas, type AzureMlKind, type JsonSchema } from '../../../../src/documents/azureml/schemas';
import { parseYaml } from '../../../../src/documents/yaml/yamlText';
import { schemaViolations } from '../../../../src/validation/azureml/schemaViolations';

const kinds = Object.keys(azureMlSchemas) as AzureMlKind[];
const ajv = new Ajv({ allErrors: true, strict: false });
const validators = new Map(kinds.map((kind) => [kind, ajv.compile(azureMlSchemas[kind])]));

/** Values of every kind, of which each key likes some and refuses others. */
const value = fc.oneof(
  fc.constantFrom(
    'text',
    '5',
    'key',
    'AMLToken',
    'aml_token',
    'managed',
    'Triton_Model',
    'True',
    'azureml:m:1',
    '<NAME>',
    'hour',
    '$(x)',
    'TritonModel',
  ),
  fc.constantFrom(0, 1, 51, -1, 0.5, 101, true, false, null),
  fc.constantFrom([], ['a'], {}, { a: 'b' }, { type: 'default' }, { blue: 50 }, { resource_id: 'a' }, [{ resource_id: 'a' }]),
);

/** An object with keys of the schema, at every depth, and now and then one that is not. */
function objectOf(schema: JsonSchema, root: JsonSchema): fc.Arbitrary<unknown> {
  const followed = schema.$ref === undefined ? schema : (root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? schema);
  const inner = followed.anyOf?.map((branch) => objectOf(branch, root)) ?? [];
  if (followed.properties === undefined) {
    return fc.oneof(value, ...inner);
  }
  const fields = Object.fromEntries(
    Object.entries(followed.properties).map(([key, field]) => [key, fc.oneof(value, objectOf(field, root))]),
  );
  const object = fc.record({ ...fields, extra_key: value }, { requiredKeys: [] });
  return fc.oneof(object, value);
}

for (const kind of kinds) {
  test(`${kind}: the walk over the nodes finds a violation exactly where ajv finds one`, () => {
    const fixed = { $schema: `x/${kind}.schema.json`, ...(kind.startsWith('kubernetes') ? kubernetes(kind) : {}) };
    const host = kind === 'model' ? { $schema: 'https://azuremlschemas.azureedge.net/latest/model.schema.json' } : {};
    fc.assert(
      fc.property(objectOf(azureMlSchemas[kind], azureMlSchemas[kind]), (made) => {
        fc.pre(typeof made === 'object' && made !== null && !Array.isArray(made));
        const data = { ...made, ...fixed, ...host };
        const source = parseYaml(stringify(data, { version: '1.1', aliasDuplicateObjects: false }));
        assert.ok(typeof source === 'object');
        const [document] = azureMlDocuments(source);
        assert.ok(document);
        assert.equal(schemaViolations({ ...document, kind }).length === 0, validators.get(kind)?.(data), JSON.stringify(data));
      }),
      { numRuns: 300 },
    );
  });
}

function kubernetes(kind: AzureMlKind): object {
  return kind === 'kubernetesOnlineEndpoint' ? { compute: 'azureml:k' } : { type: 'kubernetes' };
}

test('every key has a sentence of documentation', () => {
  const bare: string[] = [];
  const walk = (schema: JsonSchema, path: string): void => {
    for (const [key, field] of Object.entries(schema.properties ?? {})) {
      if ((field.description ?? '').length < 4 || !/[.]$/.test(field.description ?? '')) {
        bare.push(`${path}.${key}`);
      }
      walk(field, `${path}.${key}`);
    }
  };
  kinds.forEach((kind) => {
    walk(azureMlSchemas[kind], kind);
    Object.entries(azureMlSchemas[kind].$defs ?? {}).forEach(([name, schema]) => {
      walk(schema, `${kind}#${name}`);
    });
  });
  assert.deepEqual(bare, []);
});

test('the schemas are draft 7, which editors read', () => {
  for (const kind of kinds) {
    const schema: unknown = JSON.parse(readFileSync(`schemas/${kind}.schema.json`, 'utf8'));
    assert.equal((schema as { readonly $schema?: string }).$schema, 'http://json-schema.org/draft-07/schema#');
  }
});

test('a violation tells the value as it is written, and none where nothing is', () => {
  const values = (mode: string): readonly unknown[] => {
    const source = parseYaml(`$schema: x/managedOnlineEndpoint.schema.json\nname: e\nauth_mode: ${mode}\n`);
    assert.ok(typeof source === 'object');
    return azureMlDocuments(source).flatMap((document) =>
      schemaViolations(document).map(({ keyword, value: written }) => [keyword, written]),
    );
  };
  assert.deepEqual(values('0x10'), [['enum', '0x10']]);
  assert.deepEqual(values('[ a ]'), [['enum', undefined]]);
  assert.deepEqual(values('~'), [['enum', undefined]]);
});
