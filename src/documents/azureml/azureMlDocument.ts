import { isMap } from 'yaml';
import { isPlaceholderNode, YamlMapping } from '../yaml/yamlMapping';
import type { YamlText } from '../yaml/yamlText';
import { azureMlSchemas, type AzureMlKind } from './schemas';

/** One YAML document that describes a model, an endpoint or a deployment. */
export interface AzureMlDocument {
  readonly kind: AzureMlKind;
  readonly source: YamlText;
  readonly root: YamlMapping;
}

export const isEndpoint = ({ kind }: AzureMlDocument): boolean => kind.endsWith('Endpoint');
export const isDeployment = ({ kind }: AzureMlDocument): boolean => kind.endsWith('Deployment');
export const isManaged = ({ kind }: AzureMlDocument): boolean => kind.startsWith('managed');

/** The documents of a text that are ours. By `$schema`, else by a shape that no other kind of YAML has; everything else is left alone. */
export function azureMlDocuments(source: YamlText): readonly AzureMlDocument[] {
  return source.documents.flatMap(({ contents }) => {
    if (!isMap(contents)) {
      return [];
    }
    const root = YamlMapping.of(source, contents);
    const kind = kindOf(root);
    return kind === undefined ? [] : [{ kind, source, root }];
  });
}

const schemaKinds: ReadonlyMap<string, 'model' | 'endpoint' | 'deployment'> = new Map([
  ['model', 'model'],
  ['onlineendpoint', 'endpoint'],
  ['managedonlineendpoint', 'endpoint'],
  ['kubernetesonlineendpoint', 'endpoint'],
  ['k8sonlineendpoint', 'endpoint'],
  ['onlinedeployment', 'deployment'],
  ['k8sonlinedeployment', 'deployment'],
  ['managedonlinedeployment', 'deployment'],
  ['kubernetesonlinedeployment', 'deployment'],
]);

function kindOf(root: YamlMapping): AzureMlKind | undefined {
  const schema = root.text('$schema');
  // Whoever names another schema, or the apiVersion of Kubernetes, means something else.
  const broad = schema === undefined || schema === '' ? kindByShape(root) : kindBySchema(schema);
  switch (broad) {
    case undefined:
      return undefined;
    case 'model':
      return 'model';
    case 'endpoint':
      return root.has('compute') ? 'kubernetesOnlineEndpoint' : 'managedOnlineEndpoint';
    case 'deployment':
      return compact(root.text('type')) === 'kubernetes' ? 'kubernetesOnlineDeployment' : 'managedOnlineDeployment';
  }
}

/** `…/latest/managedOnlineDeployment.schema.json`, of whatever host and year; Azure's clients do not look at it either. */
function kindBySchema(schema: string): 'model' | 'endpoint' | 'deployment' | undefined {
  const [, host = '', name = ''] = /^(.*[\\/])?(\w+)(?:\.(?:schema|template))?\.(?:json|ya?ml)$/i.exec(schema.trim()) ?? [];
  const kind = schemaKinds.get(name.toLowerCase());
  // "model" alone is a name that any project may give to a schema of its own.
  return kind === 'model' && !/azure/i.test(host) ? undefined : kind;
}

function kindByShape(root: YamlMapping): 'model' | 'endpoint' | 'deployment' | undefined {
  if (root.has('apiVersion')) {
    return undefined;
  }
  if (looksLikeDeployment(root)) {
    return 'deployment';
  }
  if (looksLikeEndpoint(root)) {
    return 'endpoint';
  }
  return looksLikeModel(root) ? 'model' : undefined;
}

/** Batch deployments name an endpoint too; each of these is theirs alone. */
const batchKeys = [
  'mini_batch_size',
  'output_action',
  'output_file_name',
  'max_concurrency_per_instance',
  'error_threshold',
  'retry_settings',
  'job_definition',
  'settings',
  'compute',
  'defaults',
];

function looksLikeDeployment(root: YamlMapping): boolean {
  const own = ['instance_type', 'instance_count', 'code_configuration', 'request_settings', 'liveness_probe', 'readiness_probe'];
  const type = compact(root.text('type'));
  // Other clouds have endpoints too: SageMaker's sizes begin with "ml.".
  const isOfAnother = /^ml\./.test(root.text('instance_type') ?? '');
  return (
    !isOfAnother &&
    root.has('name') &&
    root.has('endpoint_name') &&
    ['', 'managed', 'kubernetes'].includes(type) &&
    !batchKeys.some((key) => root.has(key)) &&
    (root.has('model') || root.has('environment')) &&
    own.some((key) => root.has(key))
  );
}

function looksLikeEndpoint(root: YamlMapping): boolean {
  const mode = compact(root.text('auth_mode'));
  if (!root.has('name') || root.has('defaults')) {
    return false;
  }
  if (['key', 'amltoken', 'aadtoken'].includes(mode)) {
    return knownShare('managedOnlineEndpoint', root) > 0.5;
  }
  // A name and shares of traffic alone are of many tools.
  const isOfAzure = ['auth_mode', 'mirror_traffic', 'public_network_access', 'identity', 'type', 'compute'].some((key) => root.has(key));
  const traffic = isOfAzure ? root.mapping('traffic') : undefined;
  // The preview of 2021 had a type, and the deployments inside.
  const preview = compact(root.text('type')) === 'online' ? ['type', 'deployments'] : [];
  const known = (name: string): boolean =>
    isKnown('managedOnlineEndpoint', name) || isKnown('kubernetesOnlineEndpoint', name) || preview.includes(name);
  const other = root.entries.filter(({ name }) => !known(name));
  return traffic !== undefined && other.length === 0 && traffic.entries.every(({ name }) => traffic.number(name) !== undefined);
}

function looksLikeModel(root: YamlMapping): boolean {
  const hasFiles = ['path', 'local_path', 'model_uri'].some((key) => root.has(key));
  const type = compact(root.text('type'));
  const format = compact(root.text('model_format'));
  const is = ['custommodel', 'mlflowmodel', 'tritonmodel'].includes(type) || ['custom', 'mlflow', 'triton'].includes(format);
  const preview = root.has('model_format') || root.has('local_path');
  return is && hasFiles && (preview || knownShare('model', root) >= 0.5);
}

function isKnown(kind: AzureMlKind, key: string): boolean {
  return Object.hasOwn(azureMlSchemas[kind].properties ?? {}, key);
}

function knownShare(kind: AzureMlKind, root: YamlMapping): number {
  const { entries } = root;
  return entries.filter(({ name }) => isKnown(kind, name)).length / entries.length;
}

function compact(text: string | undefined): string {
  return (text ?? '').replace(/[_-]/g, '').toLowerCase();
}

/** The inline description of a model, or the whole file where it is one. */
export function modelOf(document: AzureMlDocument): YamlMapping | undefined {
  return document.kind === 'model' ? document.root : document.root.mapping('model');
}

/** Whether a model says that it is Triton's, in the words of today or of 2021. */
export function isTritonModel(model: YamlMapping): boolean {
  return compact(model.text('type')) === 'tritonmodel' || compact(model.text('model_format')) === 'triton';
}

/** The value as text, unless it is left to a script to fill in. */
export function settledText(mapping: YamlMapping, name: string): string | undefined {
  const entry = mapping.entry(name);
  return entry && !isPlaceholderNode(mapping.source, entry.value) ? mapping.text(name) : undefined;
}
