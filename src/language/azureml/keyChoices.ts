import * as l10n from '@vscode/l10n';
import { azureMlNames } from '../../documents/azureml/azureMlNames';
import { azureMlSchemas, derefSchema, type AzureMlKind, type JsonSchema } from '../../documents/azureml/schemas';
import type { CompletionChoice } from '../answers';
import type { AskedText } from './asked';
import type { CompletionPorts } from './completion';
import type { Cursor } from './cursor';
import { describeField, shapeOf, typeWords } from './fieldWords';
import { mappingSchema, schemaAt } from './placeOf';

export interface CompletionPlace extends AskedText {
  readonly cursor: Cursor;
  readonly kind: AzureMlKind;
}

/** Keys of the mapping at the cursor that are not there yet. */
export function keyChoices(place: CompletionPlace, { isSchemaElsewhere }: Pick<CompletionPorts, 'isSchemaElsewhere'>): CompletionChoice[] {
  const { cursor } = place;
  const isTraffic = cursor.path.length === 1 && /^(?:mirror_)?traffic$/.test(cursor.path[0] ?? '');
  return isTraffic ? deploymentChoices(place) : isSchemaElsewhere ? [] : fieldChoices(place);
}

function fieldChoices({ cursor, kind }: CompletionPlace): CompletionChoice[] {
  const root = azureMlSchemas[kind];
  const schema = schemaAt({ kind }, cursor.path);
  const mapping = schema && mappingSchema(schema, root);
  return Object.entries(mapping?.properties ?? {})
    .map(([name, field]) => ({ name, field: derefSchema(field, root), isRequired: mapping?.required?.includes(name) ?? false }))
    .filter(({ name, field }) => !cursor.siblings.includes(name) && (field.readOnly !== true || name === '$schema'))
    .flatMap(({ name, field, isRequired }, index) => {
      const order = `${isRequired ? 0 : 1}${String(index).padStart(3, '0')}`;
      return shapesOf(name, field, cursor, root).map((shape) => fieldChoice({ ...shape, field, root, order, cursor, isRequired }));
    });
}

interface FieldChoice {
  readonly label: string;
  readonly insert: string;
  readonly isSnippet: boolean;
  readonly field: JsonSchema;
  readonly root: JsonSchema;
  readonly order: string;
  readonly cursor: Cursor;
  readonly isRequired: boolean;
}

function fieldChoice({ label, insert, isSnippet, field, root, order, cursor, isRequired }: FieldChoice): CompletionChoice {
  const words = typeWords(field, root);
  return {
    label,
    kind: isSnippet ? 'snippet' : 'field',
    detail: isRequired ? l10n.t('{0}, required', words) : words,
    documentation: describeField(field, root),
    insert,
    range: cursor.range,
    order,
  };
}

type Shape = Pick<FieldChoice, 'label' | 'insert' | 'isSnippet'>;

/** A key with what its value begins as; several where the value may be of several kinds. */
function shapesOf(name: string, field: JsonSchema, cursor: Cursor, root: JsonSchema): readonly Shape[] {
  const key = escapeSnippet(name);
  const own: Shape = { label: name, insert: cursor.hasValue ? key : `${key}:${valueBegin(field, cursor, root)}`, isSnippet: false };
  if (cursor.hasValue || cursor.isFlow || name !== 'model' || !shapeOf(field, root).isAlsoText) {
    return [own];
  }
  const lines = ['name: ${1:my-model}', 'version: "${2:1}"', 'type: triton_model', 'path: ${3:./models}'];
  const insert = `${key}:\n${lines.map((line) => `${cursor.step}${line}`).join('\n')}`;
  return [own, { label: l10n.t('{0} (Triton model repository)', name), insert, isSnippet: true }];
}

/** What stands behind the colon of a key that has just been put in. */
function valueBegin(field: JsonSchema, { isFlow, step }: Cursor, root: JsonSchema): string {
  const { kind, values, isAlsoText } = shapeOf(field, root);
  switch (kind) {
    case 'mapping':
    case 'map':
      return isAlsoText ? ' $0' : isFlow ? ' { $0 }' : `\n${step}$0`;
    case 'list':
      return isFlow ? ' [$0]' : `\n${step}- $0`;
    case 'boolean':
    case 'choice':
      return ` \${1|${ordered(values, field.default).join(',')}|}`;
    case 'number':
      return ` \${1:${field.default ?? ''}}`;
    default:
      return ' $0';
  }
}

/** The default first: it is what stands there when nothing is chosen. */
function ordered(values: readonly string[], usual: JsonSchema['default']): readonly string[] {
  return values.toSorted((a, b) => Number(b === String(usual)) - Number(a === String(usual)));
}

/** Deployments of this endpoint that files describe. */
function deploymentChoices({ cursor, files }: CompletionPlace): CompletionChoice[] {
  const [, endpoint = ''] = /^name:\s*["']?([\w-]+)/m.exec(cursor.rest) ?? [];
  const names = files
    .otherYaml()
    .flatMap(({ file, text }) => azureMlNames(text).map((name) => ({ file, ...name })))
    .filter((name) => name.what === 'deployment' && name.isDescription && name.endpoint?.toLowerCase() === endpoint.toLowerCase());
  return names
    .filter(({ name }, index) => !cursor.siblings.includes(name) && names.findIndex((each) => each.name === name) === index)
    .map(({ name, file }) => ({
      label: name,
      kind: 'reference',
      detail: l10n.t('deployment in {0}', file),
      insert: cursor.hasValue ? escapeSnippet(name) : `${escapeSnippet(name)}: \${1:${cursor.siblings.length === 0 ? 100 : 0}}`,
      range: cursor.range,
    }));
}

export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
