import * as l10n from '@vscode/l10n';
import type { DeploymentSpec, ModelSpec, ProbeSpec } from './azureMlFile';
import { given } from './given';
import { readModelFields } from './modelFields';
import { validateDeploymentName, validateEndpointName } from './names';
import type { SpecFields } from './specFields';
import { refuseUnknown } from './unknownFields';

const known = [
  '$schema',
  'name',
  'endpoint_name',
  'type',
  'model',
  'instance_type',
  'instance_count',
  'scale_settings',
  'request_settings',
  'liveness_probe',
  'readiness_probe',
  'environment_variables',
  'app_insights_enabled',
  'egress_public_network_access',
  'description',
  'tags',
  'properties',
];
const written = ['id', 'provisioning_state', 'creation_context'];
/** With these a deployment brings its own container, which is another thing than Triton without code (Azure ML YAML reference, managed online deployment). */
const elsewhere = ['environment', 'code_configuration', 'model_mount_path', 'data_collector', 'resources', 'private_network_connection'];

/** Azure ML YAML reference, managed online deployment. Undefined when a problem was found that leaves no spec. */
export function readDeploymentFields(fields: SpecFields): DeploymentSpec | undefined {
  refuseUnknown(fields, { what: l10n.t('a deployment'), known, written, elsewhere });
  if (fields.choice('type', ['managed', 'kubernetes']) === 'kubernetes') {
    fields.problemAt('type', l10n.t('Kubernetes deployments are not supported here. Use the Azure CLI.'));
  }
  refuseScaling(fields);
  const name = checked(fields, 'name', validateDeploymentName);
  const endpointName = checked(fields, 'endpoint_name', validateEndpointName);
  const model = readModel(fields);
  const instanceType = fields.requiredText('instance_type');
  const instanceCount = fields.has('instance_count') ? fields.wholeNumber('instance_count', 1) : 1;
  const settings = fields.fields('request_settings');
  const optional = given({
    description: fields.text('description'),
    tags: fields.texts('tags'),
    properties: fields.texts('properties'),
    environmentVariables: fields.texts('environment_variables'),
    appInsightsEnabled: fields.flag('app_insights_enabled'),
    egressPublicNetworkAccess: fields.choice('egress_public_network_access', ['enabled', 'disabled']),
    requestTimeoutMs: settings?.wholeNumber('request_timeout_ms', 1),
    maxConcurrentRequestsPerInstance: settings?.wholeNumber('max_concurrent_requests_per_instance', 1),
    maxQueueWaitMs: settings?.wholeNumber('max_queue_wait_ms', 0),
    livenessProbe: readProbe(fields, 'liveness_probe'),
    readinessProbe: readProbe(fields, 'readiness_probe'),
  });
  if (settings) {
    refuseUnknown(settings, {
      what: 'request_settings',
      known: ['request_timeout_ms', 'max_concurrent_requests_per_instance', 'max_queue_wait_ms'],
      written: [],
      elsewhere: [],
    });
  }
  if (
    name === undefined ||
    endpointName === undefined ||
    model === undefined ||
    instanceType === undefined ||
    instanceCount === undefined
  ) {
    return undefined;
  }
  return { name, endpointName, model, instanceType, instanceCount, ...optional };
}

function checked(fields: SpecFields, key: string, validate: (text: string) => string | undefined): string | undefined {
  const text = fields.requiredText(key);
  const problem = text === undefined ? undefined : validate(text.toLowerCase());
  if (problem !== undefined) {
    fields.problemAt(key, problem);
  }
  return text;
}

function readModel(fields: SpecFields): string | ModelSpec | undefined {
  if (!fields.isStructure('model')) {
    return fields.requiredText('model');
  }
  const inner = fields.fields('model');
  const model = inner && readModelFields(inner);
  if (inner && model && model.type !== 'triton_model') {
    inner.problemAt(
      inner.has('model_format') ? 'model_format' : 'type',
      l10n.t('A deployment without code and environment runs Triton models only: the type must be triton_model.'),
    );
  }
  return model;
}

/** A managed deployment scales by its instance count; everything else is refused by the service too. */
function refuseScaling(fields: SpecFields): void {
  const type = fields.fields('scale_settings')?.text('type');
  if (type !== undefined && type.toLowerCase() !== 'default') {
    fields.problemAt(
      'scale_settings',
      l10n.t('A managed deployment takes scale_settings of type default only. Set instance_count instead.'),
    );
  }
}

function readProbe(fields: SpecFields, key: string): ProbeSpec | undefined {
  const probe = fields.fields(key);
  if (probe === undefined) {
    return undefined;
  }
  const names = ['initial_delay', 'period', 'timeout', 'success_threshold', 'failure_threshold'];
  refuseUnknown(probe, { what: key, known: names, written: [], elsewhere: [] });
  return given({
    initialDelay: probe.wholeNumber('initial_delay', 1),
    period: probe.wholeNumber('period', 1),
    timeout: probe.wholeNumber('timeout', 1),
    successThreshold: probe.wholeNumber('success_threshold', 1),
    failureThreshold: probe.wholeNumber('failure_threshold', 1),
  });
}
