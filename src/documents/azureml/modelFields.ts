import * as l10n from '@vscode/l10n';
import type { ModelSpec } from './azureMlFile';
import { given } from './given';
import { validateModelName, validateModelVersion } from './names';
import type { SpecFields } from './specFields';
import { refuseUnknown } from './unknownFields';

const modelTypes = ['custom_model', 'mlflow_model', 'triton_model'] as const;
/** What the preview of 2021 called them (azureml-examples until March 2022). */
const modelFormats = ['custom', 'mlflow', 'triton'] as const;

const known = ['$schema', 'name', 'version', 'type', 'path', 'datastore', 'description', 'stage', 'tags', 'properties', 'flavors'];
const knownIn2021 = ['model_format', 'local_path', 'model_uri'];
/** Written by the service; read and left out (azure-ai-ml, _schema/assets/model.py). */
const written = ['id', 'creation_context', 'utc_time_created', 'job_name', 'latest_version', 'intellectual_property', 'system_metadata'];

/** A model file, or the inline model of a deployment, of either era; Azure ML YAML reference, model. Undefined when a problem was found. */
export function readModelFields(fields: SpecFields): ModelSpec | undefined {
  refuseUnknown(fields, {
    what: l10n.t('a model'),
    known: [...known, ...knownIn2021],
    written,
    elsewhere: ['default_deployment_template', 'allowed_deployment_templates'],
  });
  const name = fields.text('name');
  const version = fields.text('version');
  const problem = name === undefined ? undefined : validateModelName(name);
  if (problem !== undefined) {
    fields.problemAt('name', problem);
  }
  const badVersion = version === undefined ? undefined : validateModelVersion(version);
  if (badVersion !== undefined) {
    fields.problemAt('version', badVersion);
  }
  if (version !== undefined && name === undefined) {
    fields.problemAt('version', l10n.t('A version needs the name of its model. Add name, or leave version out.'));
  }
  const path = readPath(fields);
  const type = readType(fields);
  if (path === undefined) {
    return undefined;
  }
  return {
    type,
    path,
    ...given({
      name,
      version,
      datastore: fields.text('datastore')?.replace(/^azureml:(?!\/)/i, ''),
      description: fields.text('description'),
      tags: fields.texts('tags'),
      properties: fields.texts('properties'),
    }),
  };
}

function readPath(fields: SpecFields): string | undefined {
  const present = ['path', 'local_path', 'model_uri'].filter((key) => fields.has(key));
  const [first, second] = present;
  if (first !== undefined && second !== undefined) {
    fields.problemAtKey(second, l10n.t('{0} and {1} say the same thing. Keep {0}.', first, second));
  }
  return fields.requiredText(first ?? 'path');
}

function readType(fields: SpecFields): string {
  if (fields.has('type') && fields.has('model_format')) {
    fields.problemAtKey('model_format', l10n.t('{0} and {1} say the same thing. Keep {0}.', 'type', 'model_format'));
  }
  const format = fields.choice('model_format', modelFormats);
  return format === undefined ? (fields.choice('type', modelTypes) ?? 'custom_model') : `${format}_model`;
}
