import { badRequest, notFound } from '../armError';
import { ok } from '../armResponse';
import type { Access } from '../authorization';
import { inWorkspace, type WorkspaceAnswer } from '../inWorkspace';
import { acceptedAt, operationUrl } from '../longRunning/operationAnswers';
import type { Operations } from '../longRunning/operations';
import { workspacePath, type Route } from '../route';
import { oneOf } from '../textFields';
import { findEndpoint, type Endpoints } from './endpoints';
import type { EndpointRecord } from './endpointRecord';
import { issueToken, newKey, type EndpointSecrets } from './endpointSecrets';

/** Keys and tokens: listKeys, regenerateKeys (authMode Key) and token (authMode AMLToken). */
export function endpointSecretRoutes(endpoints: Endpoints, operations: Operations, access: Access, tokenSeconds: number): Route[] {
  const path = `${workspacePath}/onlineEndpoints/{endpoint}`;
  const listKeys: WorkspaceAnswer = (_request, values, scope) => {
    const record = withMode(findEndpoint(endpoints, scope, values('endpoint')), 'Key');
    const { primaryKey, secondaryKey } = secretsOf(endpoints, record);
    return ok({ primaryKey, secondaryKey });
  };
  const token: WorkspaceAnswer = (_request, values, scope) => {
    const record = withMode(findEndpoint(endpoints, scope, values('endpoint')), 'AMLToken');
    return ok(issueToken(secretsOf(endpoints, record), record.id, tokenSeconds));
  };
  const regenerate: WorkspaceAnswer = async (request, values, scope) => {
    const body = await request.body();
    const record = withMode(findEndpoint(endpoints, scope, values('endpoint')), 'Key');
    const which = oneOf(body, 'keyType', ['Primary', 'Secondary'] as const) === 'Primary' ? 'primaryKey' : 'secondaryKey';
    const secrets = secretsOf(endpoints, record);
    const given = body.optionalText('keyValue');
    // azure-ai-ml always sends the present key along; taken by its word it would never change one.
    const next = given === undefined || given === secrets[which] ? newKey() : given;
    const operation = await operations.start({ kind: 'endpoint.regenerateKey', resourceId: record.id, endpointId: record.id }, () =>
      endpoints.secrets.put(record.id, { ...secrets, [which]: next }),
    );
    return acceptedAt(operationUrl(request, scope, operation, 'Results'));
  };
  return [
    { method: 'POST', path: `${path}/listKeys`, answer: inWorkspace(access, listKeys) },
    { method: 'POST', path: `${path}/token`, answer: inWorkspace(access, token) },
    { method: 'POST', path: `${path}/regenerateKeys`, answer: inWorkspace(access, regenerate) },
  ];
}

function withMode(record: EndpointRecord, mode: EndpointRecord['authMode']): EndpointRecord {
  if (record.authMode !== mode) {
    throw badRequest(
      'BadArgument',
      `Endpoint ${record.name} has auth mode ${record.authMode}; this operation is for auth mode ${mode}.`,
      'authMode',
    );
  }
  return record;
}

function secretsOf(endpoints: Endpoints, record: EndpointRecord): EndpointSecrets {
  const secrets = endpoints.secrets.get(record.id);
  if (!secrets) {
    throw notFound('ResourceNotFound', `The keys of endpoint ${record.name} were not found.`);
  }
  return secrets;
}
