import { badRequest } from '../armError';
import { noContent, ok } from '../armResponse';
import type { Access } from '../authorization';
import { inWorkspace, type WorkspaceAnswer } from '../inWorkspace';
import { acceptedAt, operationUrl } from '../longRunning/operationAnswers';
import type { Operations } from '../longRunning/operations';
import { page } from '../paging';
import { workspacePath, type Route } from '../route';
import { touched } from '../systemData';
import { textMap } from '../textFields';
import { endpointIdOf, findEndpoint, type Endpoints } from './endpoints';
import { endpointView } from './endpointView';

/** Online endpoints: list, get, patch (tags only, as in Azure), delete. */
export function endpointRoutes(endpoints: Endpoints, operations: Operations, access: Access): Route[] {
  const path = `${workspacePath}/onlineEndpoints/{endpoint}`;
  const list: WorkspaceAnswer = (request, _values, scope) => {
    const named = request.query.get('name')?.toLowerCase();
    const all = endpoints.records.under(`${scope.id}/onlineEndpoints/`);
    const found = all.filter((it) => named === undefined || it.name.toLowerCase() === named);
    return page(request, found, endpointView, ['count']);
  };
  const get: WorkspaceAnswer = (_request, values, scope) => ok(endpointView(findEndpoint(endpoints, scope, values('endpoint'))));
  const patch: WorkspaceAnswer = async (request, values, scope) => {
    const body = await request.body();
    const record = findEndpoint(endpoints, scope, values('endpoint'));
    const type = body.optionalFields('identity')?.optionalText('type');
    if (type !== undefined && type.toLowerCase() !== record.identity.type.toLowerCase()) {
      throw badRequest('BadArgument', `The identity type of endpoint ${record.name} cannot be changed.`, 'identity.type');
    }
    const tags = body.unknown('tags') === undefined ? record.tags : textMap(body, 'tags');
    const operation = await operations.start({ kind: 'endpoint.patch', resourceId: record.id, endpointId: record.id }, () =>
      endpoints.records.put(record.id, { ...record, tags, provisioningState: 'Updating', systemData: touched(record.systemData) }),
    );
    return acceptedAt(operationUrl(request, scope, operation, 'Results'));
  };
  const remove: WorkspaceAnswer = async (request, values, scope) => {
    const record = endpoints.records.get(endpointIdOf(scope, values('endpoint')));
    if (!record) {
      return noContent;
    }
    const operation = await operations.start({ kind: 'endpoint.delete', resourceId: record.id, endpointId: record.id }, () =>
      endpoints.records.put(record.id, { ...record, provisioningState: 'Deleting' }),
    );
    return acceptedAt(operationUrl(request, scope, operation, 'Results'));
  };
  return [
    { method: 'GET', path: `${workspacePath}/onlineEndpoints`, answer: inWorkspace(access, list) },
    { method: 'GET', path, answer: inWorkspace(access, get) },
    { method: 'PATCH', path, answer: inWorkspace(access, patch) },
    { method: 'DELETE', path, answer: inWorkspace(access, remove) },
  ];
}
