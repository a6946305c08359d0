import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../base/textRange';
import { azureMlNames } from '../../documents/azureml/azureMlNames';
import { instanceTypes } from '../../documents/azureml/instanceTypes';
import { azureMlSchemas } from '../../documents/azureml/schemas';
import { isAddress, repositoryAt } from '../../validation/azureml/tritonRepository';
import type { CompletionChoice } from '../answers';
import type { CompletionPorts } from './completion';
import { shapeOf } from './fieldWords';
import { describeInstanceType, gpuWords, machineWords } from './instanceTypeWords';
import { escapeSnippet, type CompletionPlace } from './keyChoices';
import { schemaAt } from './placeOf';
import { fileTemplates, schemaAddresses, templateOf, type FileTemplate } from '../../documents/azureml/templates';

type Choices = (place: CompletionPlace, ports: CompletionPorts) => readonly CompletionChoice[] | Promise<readonly CompletionChoice[]>;

const ofModel: Choices = (place) => pathChoices(place, { ofModel: true });
const ofFolder: Choices = (place) => pathChoices(place, { ofModel: false });

/** Keys whose values no schema can list, by their path. */
const known: ReadonlyMap<string, Choices> = new Map<string, Choices>([
  ['$schema', (place) => schemaAddresses.map((address, index) => plain(place, address, { kind: 'value', order: String(index) }))],
  ['instance_type', (place) => (place.kind === 'managedOnlineDeployment' ? instanceTypeChoices(place) : [])],
  ['endpoint_name', endpointChoices],
  ['model', modelChoices],
  ['path', ofModel],
  ['local_path', ofModel],
  ['model.path', ofModel],
  ['model.local_path', ofModel],
  ['code_configuration.code', ofFolder],
  ['environment.build.path', ofFolder],
]);

/** Values of one key. */
export async function valueChoices(place: CompletionPlace, key: string, ports: CompletionPorts): Promise<readonly CompletionChoice[]> {
  const choices = known.get([...place.cursor.path, key].join('.'));
  if (choices) {
    return choices(place, ports);
  }
  return ports.isSchemaElsewhere ? [] : schemaValues(place, key);
}

/** What a whole file may be. */
export function templateChoices(range: TextRange): readonly CompletionChoice[] {
  const words: Readonly<Record<FileTemplate, string>> = {
    model: l10n.t('Azure ML: Triton model'),
    endpoint: l10n.t('Azure ML: online endpoint'),
    deployment: l10n.t('Azure ML: Triton deployment'),
  };
  return fileTemplates.map((kind) => ({ label: words[kind], kind: 'snippet', insert: templateOf(kind), range, order: `z${kind}` }));
}

function plain(
  { cursor }: CompletionPlace,
  label: string,
  more: Pick<CompletionChoice, 'kind'> & Partial<CompletionChoice>,
): CompletionChoice {
  return { label, insert: escapeSnippet(label), range: cursor.range, ...more };
}

/** Those of an enumeration, and the default of a number or a text. */
function schemaValues(place: CompletionPlace, key: string): CompletionChoice[] {
  const root = azureMlSchemas[place.kind];
  const schema = schemaAt(place, [...place.cursor.path, key]);
  if (!schema) {
    return [];
  }
  const { values } = shapeOf(schema, root);
  const usual = schema.default === undefined ? undefined : String(schema.default);
  const all = values.length > 0 ? values : usual === undefined || /[A-Z]{3}/.test(usual) ? [] : [usual];
  return all.map((value, index) => {
    const detail = value === usual ? { detail: l10n.t('default') } : {};
    return plain(place, value, { kind: 'value', order: String(index).padStart(3, '0'), ...detail });
  });
}

/** Those that suit Triton first, those that Azure has retired last. */
function instanceTypeChoices(place: CompletionPlace): CompletionChoice[] {
  return instanceTypes.map((size, index) => {
    const isRetired = size.retired !== undefined;
    const words = `${gpuWords(size)} · ${machineWords(size)}`;
    return plain(place, size.name, {
      kind: 'value',
      detail: size.retired === undefined ? words : l10n.t('{0} · retired on {1}', words, size.retired),
      documentation: describeInstanceType(size),
      order: `${isRetired ? 2 : size.recommended ? 0 : 1}${String(index).padStart(3, '0')}`,
      ...(isRetired ? { isDeprecated: true } : {}),
    });
  });
}

async function endpointChoices(place: CompletionPlace, { knownNames }: CompletionPorts): Promise<CompletionChoice[]> {
  const described = namesAround(place).filter(({ what, isDescription }) => what === 'endpoint' && isDescription);
  const { endpoints } = await knownNames();
  return unique([
    ...described.map(({ name, file }) =>
      plain(place, name, { kind: 'reference', detail: l10n.t('endpoint in {0}', file), order: `0${name}` }),
    ),
    ...endpoints.map((name) => plain(place, name, { kind: 'reference', detail: l10n.t('endpoint of a workspace'), order: `1${name}` })),
  ]);
}

async function modelChoices(place: CompletionPlace, { knownNames }: CompletionPorts): Promise<CompletionChoice[]> {
  const described = namesAround(place).filter(({ what, isDescription }) => what === 'model' && isDescription);
  const { models } = await knownNames();
  const latest = new Set([...described, ...models].map(({ name }) => name));
  return unique([
    ...described.flatMap(({ name, version, file }) =>
      version === undefined ? [] : [reference(place, `azureml:${name}:${version}`, l10n.t('model in {0}', file), '0')],
    ),
    ...models.map(({ name, version }) => reference(place, `azureml:${name}:${version}`, l10n.t('model of a workspace'), '1')),
    ...[...latest].map((name) => reference(place, `azureml:${name}@latest`, l10n.t('the newest version'), '2')),
  ]);
}

function reference(place: CompletionPlace, label: string, detail: string, order: string): CompletionChoice {
  return plain(place, label, { kind: 'reference', detail, order: `${order}${label}` });
}

/** Folders below the one that is typed so far; those that are model repositories first, where a model is asked for. */
function pathChoices(place: CompletionPlace, { ofModel: isModel }: { readonly ofModel: boolean }): CompletionChoice[] {
  const { cursor, files } = place;
  const [, above = ''] = /^(.*[\\/])?[^\\/]*$/.exec(cursor.typed) ?? [];
  if (isAddress(cursor.typed)) {
    return [];
  }
  return files
    .list(above === '' ? '.' : above)
    .filter(({ name, isFolder }) => isFolder && !name.startsWith('.') && name !== 'node_modules')
    .map(({ name }) => {
      const path = `${above === '' ? './' : above}${name}`;
      const isRepository = isModel && repositoryAt(path, files).kind === 'repository';
      return plain(place, path, {
        kind: 'folder',
        order: `${isRepository ? 0 : 1}${path}`,
        ...(isRepository ? { detail: l10n.t('model repository') } : {}),
      });
    });
}

function namesAround({ files, cursor }: CompletionPlace): readonly (ReturnType<typeof azureMlNames>[number] & { readonly file: string })[] {
  const others = files.otherYaml().flatMap(({ file, text }) => azureMlNames(text).map((name) => ({ ...name, file })));
  return [...others, ...azureMlNames(cursor.rest).map((name) => ({ ...name, file: l10n.t('this file') }))];
}

function unique(choices: readonly CompletionChoice[]): CompletionChoice[] {
  return choices.filter(({ label }, index) => choices.findIndex((each) => each.label === label) === index);
}
