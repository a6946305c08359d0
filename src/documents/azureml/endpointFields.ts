import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq } from 'yaml';
import type { EndpointSpec } from './azureMlFile';
import { given } from './given';
import { validateEndpointName } from './names';
import { SpecFields } from './specFields';
import { refuseUnknown } from './unknownFields';

const known = [
  '$schema',
  'name',
  'auth_mode',
  'description',
  'tags',
  'properties',
  'traffic',
  'public_network_access',
  'identity',
  'location',
  'kind',
];
const written = ['id', 'provisioning_state', 'scoring_uri', 'openapi_uri', 'creation_context'];

/** Azure ML YAML reference, online endpoint. Undefined when a problem was found that leaves no spec. */
export function readEndpointFields(fields: SpecFields): EndpointSpec | undefined {
  if (fields.has('deployments')) {
    fields.problemAtKey(
      'deployments',
      l10n.t('Deployments inside an endpoint are from an early preview. Write each into a file of its own, with endpoint_name.'),
    );
  }
  refuseUnknown(fields, {
    what: l10n.t('an endpoint'),
    known: [...known, 'deployments'],
    written,
    elsewhere: ['compute', 'mirror_traffic', 'type'],
  });
  const name = fields.requiredText('name');
  const problem = name === undefined ? undefined : validateEndpointName(name.toLowerCase());
  if (problem !== undefined) {
    fields.problemAt('name', problem);
  }
  refuseTraffic(fields);
  const authMode = fields.choice('auth_mode', ['key', 'aml_token', 'aad_token']) ?? 'key';
  if (name === undefined) {
    return undefined;
  }
  return {
    name,
    authMode,
    ...given({
      description: fields.text('description'),
      tags: fields.texts('tags'),
      properties: fields.texts('properties'),
      publicNetworkAccess: fields.choice('public_network_access', ['enabled', 'disabled']),
      userAssignedIdentities: readIdentities(fields),
    }),
  };
}

/** An endpoint that is not there yet has no deployments that could get any. */
function refuseTraffic(fields: SpecFields): void {
  const traffic = fields.texts('traffic');
  if ([...(traffic?.values() ?? [])].some((share) => share !== '0')) {
    fields.problemAtKey(
      'traffic',
      l10n.t('A new endpoint has no deployments to send traffic to. Remove traffic; the first deployment gets all of it.'),
    );
  }
}

function readIdentities(fields: SpecFields): readonly string[] | undefined {
  const identity = fields.fields('identity');
  if (identity === undefined) {
    return undefined;
  }
  const type = identity.choice('type', ['system_assigned', 'user_assigned', 'none']);
  if (type === undefined && !identity.has('type')) {
    identity.missing('type');
  }
  if (type === 'none') {
    identity.problemAt('type', l10n.t('An endpoint without an identity cannot read its model. Use system_assigned or user_assigned.'));
  }
  if (type !== 'user_assigned') {
    return undefined;
  }
  const list = identity.node('user_assigned_identities');
  const ids = isSeq(list)
    ? list.items.flatMap((item) =>
        isMap(item)
          ? [new SpecFields(identity.source, item).requiredText('resource_id')]
          : [isScalar(item) ? String(item.value) : undefined],
      )
    : [];
  const [id] = ids;
  if (id === undefined || ids.length !== 1) {
    identity.problemAt(
      'user_assigned_identities',
      l10n.t('user_assigned_identities must be a list of one identity, with its resource_id.'),
    );
    return undefined;
  }
  return [id];
}
