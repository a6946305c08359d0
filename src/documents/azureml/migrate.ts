import * as l10n from '@vscode/l10n';
import { applyEdits, commentsIn, entryRange, liftEntry, removeEntry, renameKey, type TextEdit } from '../yaml/yamlEdits';
import type { TextRange } from '../../base/textRange';
import type { YamlEntry, YamlMapping } from '../yaml/yamlMapping';
import { parseYaml } from '../yaml/yamlText';
import type { SpecProblem } from './azureMlFile';
import { azureMlDocuments, isDeployment, isEndpoint, modelOf, type AzureMlDocument } from './azureMlDocument';
import { separateDeployments, type NewFile } from './separateDeployments';

/** How a file of the preview of 2021 becomes one of today; azureml.md 4.4. */
export interface Migration {
  /** Smallest edits of the text, so that comments, order and layout stay. None overlap. Empty for a file of today. */
  readonly edits: readonly TextEdit[];
  /** Deployments that stood inside an endpoint, each for a file of its own beside it. */
  readonly newFiles: readonly NewFile[];
  /** What a person must see to. */
  readonly left: readonly SpecProblem[];
}

/** Undefined for a text that is not ours or not YAML; the checks say what is wrong with it. Never throws. */
export function migrateAzureMl(text: string): Migration | undefined {
  const source = parseYaml(text);
  if (typeof source === 'string' || source.problems.length > 0) {
    return undefined;
  }
  const documents = azureMlDocuments(source);
  if (documents.length === 0) {
    return undefined;
  }
  const migrations = documents.map(migrateDocument);
  return {
    edits: migrations.flatMap(({ edits }) => edits),
    newFiles: migrations.flatMap(({ newFiles }) => newFiles),
    left: migrations.flatMap(({ left }) => left),
  };
}

/** The text of today. */
export function migratedText(text: string, { edits }: Migration): string {
  return applyEdits(text, edits);
}

function migrateDocument(document: AzureMlDocument): Migration {
  const { root, source } = document;
  const edits: TextEdit[] = [...migrateSchema(root)];
  const left: SpecProblem[] = [];
  const model = modelOf(document);
  if (model) {
    edits.push(...migrateModel(model));
  }
  if (isDeployment(document)) {
    edits.push(...migrateCode(root), ...migrateEnvironment(root, left), ...migrateScaling(document));
  }
  if (!isEndpoint(document)) {
    return { edits, newFiles: [], left };
  }
  const type = root.entry('type');
  if (type) {
    edits.push(removeEntry(source.text, root.node, type));
  }
  const deployments = root.entry('deployments');
  const newFiles = deployments ? separateDeployments(root, deployments).map(migrateNewFile) : [];
  if (deployments) {
    edits.push(removeEntry(source.text, root.node, deployments));
  }
  return { edits, newFiles, left };
}

function migrateNewFile({ name, text }: NewFile): NewFile {
  const inner = migrateAzureMl(text);
  return { name, text: inner ? migratedText(text, inner) : text };
}

/** One schema for all endpoints became one for each kind. Azure does not look at it; editors do. */
function* migrateSchema(root: YamlMapping): Iterable<TextEdit> {
  const entry = root.entry('$schema');
  const written = root.text('$schema') ?? '';
  const renamed = written.replace(/\/online(Endpoint|Deployment)\.schema\.json$/, '/managedOnline$1.schema.json');
  if (entry && renamed !== written) {
    const { start, end } = entry.range;
    yield { range: { start, end }, newText: root.source.text.slice(start, end).replace(written, renamed) };
  }
}

const formats: Readonly<Record<string, string>> = { custom: 'custom_model', mlflow: 'mlflow_model', triton: 'triton_model' };

function* migrateModel(model: YamlMapping): Iterable<TextEdit> {
  const { text } = model.source;
  const format = model.entry('model_format');
  if (format && model.has('type')) {
    yield removeEntry(text, model.node, format);
  } else if (format) {
    yield renameKey(format, 'type');
    const type = formats[(model.text('model_format') ?? '').toLowerCase()];
    if (type !== undefined) {
      yield { range: format.range, newText: type };
    }
  }
  let hasPath = model.has('path');
  for (const key of ['local_path', 'model_uri']) {
    const entry = model.entry(key);
    if (entry) {
      yield hasPath ? removeEntry(text, model.node, entry) : renameKey(entry, 'path');
      hasPath = true;
    }
  }
}

/** `code: { local_path: ./src }` became `code: ./src`. */
function* migrateCode(root: YamlMapping): Iterable<TextEdit> {
  const configuration = root.mapping('code_configuration');
  const outer = configuration?.entry('code');
  const inner = configuration?.mapping('code');
  const path = inner?.entry('local_path');
  if (outer && path && inner?.entries.length === 1) {
    yield liftEntry(root.source.text, outer, path, 'code');
  }
}

/** `docker: { image: … }` became `image: …`, and `file:` went from the conda file. */
function* migrateEnvironment(root: YamlMapping, left: SpecProblem[]): Iterable<TextEdit> {
  const reference = root.entry('environment');
  if (reference && root.text('environment')?.startsWith('file:') === true) {
    left.push({
      range: reference.range,
      message: l10n.t('Azure no longer reads an environment from another file here. Write it below environment.'),
    });
  }
  const environment = root.mapping('environment');
  const conda = environment?.entry('conda_file');
  if (conda && environment?.text('conda_file')?.startsWith('file:') === true) {
    const { start, end } = conda.range;
    yield { range: { start, end }, newText: root.source.text.slice(start, end).replace('file:', '') };
  }
  if (environment) {
    yield* migrateDocker(environment, left);
  }
}

function* migrateDocker(environment: YamlMapping, left: SpecProblem[]): Iterable<TextEdit> {
  const outer = environment.entry('docker');
  const docker = environment.mapping('docker');
  const image = docker?.entry('image');
  if (outer && image && docker?.entries.length === 1) {
    yield liftEntry(environment.source.text, outer, image, 'image');
  } else if (outer) {
    left.push({ range: outer.keyRange, message: l10n.t('docker holds more than an image. Write image, or build, by hand.') });
  }
}

/** Managed deployments have a number of instances and no rule; on Kubernetes `auto` became `target_utilization`. */
function* migrateScaling(document: AzureMlDocument): Iterable<TextEdit> {
  const { root, source } = document;
  const entry = root.entry('scale_settings');
  const settings = root.mapping('scale_settings');
  const type = settings && scaleTypeOf2021(settings);
  if (!entry || !settings || !type) {
    return;
  }
  if (document.kind === 'kubernetesOnlineDeployment' && settings.text(type.name)?.toLowerCase() === 'auto') {
    yield renameKey(type, 'type');
    yield { range: type.range, newText: 'target_utilization' };
  } else if (root.has('instance_count')) {
    yield removeEntry(source.text, root.node, entry);
  } else {
    yield replaceScaling(settings, entryRange(source.text, entry));
  }
}

function scaleTypeOf2021(settings: YamlMapping): YamlEntry | undefined {
  const isOld = /^(?:manual|auto)$/i.test(settings.text('type') ?? '');
  return settings.entry('scale_type') ?? (isOld ? settings.entry('type') : undefined);
}

function replaceScaling(settings: YamlMapping, range: TextRange): TextEdit {
  const count = settings.text('instance_count') ?? settings.text('min_instances') ?? '1';
  const comments = commentsIn(settings.source.text.slice(range.start, range.end)).map((comment) => ` ${comment}`);
  return { range, newText: `instance_count: ${count}${comments.join('')}` };
}
