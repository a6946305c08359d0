import * as l10n from '@vscode/l10n';
import { isScalar } from 'yaml';
import { migrateAzureMl } from '../../documents/azureml/migrate';
import { azureMlSchemas, derefSchema, type JsonSchema } from '../../documents/azureml/schemas';
import { insertEntry, renameKey } from '../../documents/yaml/yamlEdits';
import type { YamlMapping } from '../../documents/yaml/yamlMapping';
import { nearest } from '../../base/nearest';
import { exampleValue } from './examples';
import { takeItOut, takeOut, writeValue, type Fix, type FixMaker, type FixPlace } from './fix';
import { mappingSchema, schemaAt } from './placeOf';

/** Keys and values that are not what the schema says. */
export const fixesOfKeys: readonly (readonly [code: string, FixMaker])[] = [
  ['aml/unknown-key', unknownKey],
  ['aml/preview-key', migrate],
  ['aml/missing-key', missingKey],
  ['aml/missing-name', missingKey],
  ['aml/wrong-type', wrongType],
  ['aml/unknown-value', unknownValue],
  ['aml/duplicate-key', takeItOut],
];

function unknownKey(place: FixPlace): Fix[] {
  const { entry, mapping, document, path } = place;
  const known = knownKeys(document.kind, schemaAt(document, path)).filter((key) => !mapping.has(key));
  const meant = nearest(entry.name, known);
  const rename = meant === undefined ? [] : [{ title: l10n.t('Write {0}', meant), edits: [renameKey(entry, meant)] }];
  return [...rename, { ...takeOut(place), isGuess: rename.length === 0 }];
}

function migrate({ text }: FixPlace): Fix[] {
  const migration = migrateAzureMl(text);
  return migration && migration.edits.length > 0 ? [{ title: l10n.t('Migrate to the current schema'), ...migration }] : [];
}

/** Every key that the document lacks and the finding may be about: findings about several stand at the same place. */
function missingKey({ text, document, finding }: FixPlace): Fix[] {
  const required = document.violations.filter(({ keyword, range }) => keyword === 'required' && range.start === finding.range.start);
  const isName = ({ field, key }: { readonly field: string; readonly key?: string }): boolean =>
    field === '' && (key === 'name' || key === 'endpoint_name');
  return required
    .filter((violation) => isName(violation) === (finding.code === 'aml/missing-name'))
    .flatMap(({ field, key = '' }) => {
      const mapping = field.split('.').reduce<YamlMapping | undefined>((at, name) => (name === '' ? at : at?.mapping(name)), document.root);
      const value = exampleValue(document, [...field.split('.').filter((name) => name !== ''), key]);
      return mapping ? [{ title: l10n.t('Add {0}', key), edits: [insertEntry(text, mapping.node, `${key}: ${value}`)] }] : [];
    });
}

/** What should be text and reads as a number, a date or a truth value. */
function wrongType(place: FixPlace): Fix[] {
  const { entry, document, path } = place;
  const schema = schemaAt(document, [...path, entry.name]);
  const branches = schema?.anyOf ?? (schema ? [schema] : []);
  const { value } = entry;
  if (!isScalar(value) || value.value === null) {
    return [];
  }
  const written = value.source ?? '';
  if (branches.some(({ pattern = '' }) => pattern.startsWith('^azureml:'))) {
    return [writeValue(place, `azureml:${written}`)];
  }
  const isPlainText = branches.some(({ type, pattern }) => type === 'string' && pattern === undefined);
  return isPlainText ? [writeValue(place, JSON.stringify(written))] : [];
}

function unknownValue(place: FixPlace): Fix[] {
  const { entry, document, path } = place;
  const values = enumOf(schemaAt(document, [...path, entry.name]), azureMlSchemas[document.kind]);
  const written = isScalar(entry.value) ? (entry.value.source ?? '') : '';
  const meant = nearest(written, values);
  const ordered = [...(meant === undefined ? [] : [meant]), ...values.filter((value) => value !== meant)];
  return ordered.map((value) => writeValue(place, value, meant === undefined));
}

/** The values that a field may have, as words. */
function enumOf(schema: JsonSchema | undefined, root: JsonSchema): readonly string[] {
  const branches = schema?.anyOf ?? (schema ? [schema] : []);
  return branches.flatMap((branch) => derefSchema(branch, root).enum ?? []).map(String);
}

function knownKeys(kind: keyof typeof azureMlSchemas, schema: JsonSchema | undefined): string[] {
  return Object.keys((schema && mappingSchema(schema, azureMlSchemas[kind])?.properties) ?? {});
}
