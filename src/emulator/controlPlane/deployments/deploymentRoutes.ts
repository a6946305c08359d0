import { badRequest, notFound } from '../armError';
import { noContent, ok } from '../armResponse';
import type { Access } from '../authorization';
import { deploymentsOf, endpointIdOf, findEndpoint, type Endpoints } from '../endpoints/endpoints';
import { inWorkspace, type WorkspaceAnswer } from '../inWorkspace';
import { acceptedAt, operationUrl } from '../longRunning/operationAnswers';
import type { Quotas } from '../compute/quotas';
import type { Operations } from '../longRunning/operations';
import { page } from '../paging';
import type { WorkspaceScope } from '../resourceScope';
import { workspacePath, type PathValues, type Route } from '../route';
import { touched } from '../systemData';
import { textMap } from '../textFields';
import { checkedCapacity } from './deploymentBody';
import type { DeploymentRecord } from './deploymentRecord';
import { deploymentView } from './deploymentView';

/** Path of one deployment. */
export const deploymentPath = `${workspacePath}/onlineEndpoints/{endpoint}/deployments/{deployment}`;

/** Online deployments: list, get, patch (tags and scale only, as in Azure), delete. */
export function deploymentRoutes(endpoints: Endpoints, quotas: Quotas, operations: Operations, access: Access): Route[] {
  const list: WorkspaceAnswer = (request, values, scope) => {
    const endpoint = findEndpoint(endpoints, scope, values('endpoint'));
    return page(request, deploymentsOf(endpoints, endpoint.id), deploymentView, ['$top']);
  };
  return [
    { method: 'GET', path: `${workspacePath}/onlineEndpoints/{endpoint}/deployments`, answer: inWorkspace(access, list) },
    {
      method: 'GET',
      path: deploymentPath,
      answer: inWorkspace(access, (_request, values, scope) => ok(deploymentView(findDeployment(endpoints, scope, values)))),
    },
    { method: 'PATCH', path: deploymentPath, answer: inWorkspace(access, patch(endpoints, quotas, operations)) },
    { method: 'DELETE', path: deploymentPath, answer: inWorkspace(access, remove(endpoints, operations)) },
  ];
}

/** 404 when there is none, or no endpoint of that name. */
export function findDeployment(endpoints: Endpoints, scope: WorkspaceScope, values: PathValues): DeploymentRecord {
  const endpoint = findEndpoint(endpoints, scope, values('endpoint'));
  const record = endpoints.deployments.get(`${endpoint.id}/deployments/${values('deployment')}`);
  if (!record) {
    throw notFound('ResourceNotFound', `Deployment ${values('deployment')} was not found on online endpoint ${endpoint.name}.`);
  }
  return record;
}

function patch(endpoints: Endpoints, quotas: Quotas, operations: Operations): WorkspaceAnswer {
  return async (request, values, scope) => {
    const body = await request.body();
    const record = findDeployment(endpoints, scope, values);
    const capacity = checkedCapacity(body.optionalFields('sku')?.optionalNumber('capacity') ?? record.capacity);
    quotas.check({ ...record, capacity });
    const changed: DeploymentRecord = {
      ...record,
      capacity,
      tags: body.unknown('tags') === undefined ? record.tags : textMap(body, 'tags'),
      provisioningState: capacity === record.capacity ? 'Updating' : 'Scaling',
      systemData: touched(record.systemData),
    };
    const operation = await operations.start({ kind: 'deployment.patch', resourceId: record.id, endpointId: record.endpointId }, () =>
      endpoints.deployments.put(record.id, changed),
    );
    return acceptedAt(operationUrl(request, scope, operation, 'Results'));
  };
}

function remove(endpoints: Endpoints, operations: Operations): WorkspaceAnswer {
  return async (request, values, scope) => {
    const endpoint = endpoints.records.get(endpointIdOf(scope, values('endpoint')));
    const record = endpoint && endpoints.deployments.get(`${endpoint.id}/deployments/${values('deployment')}`);
    if (!endpoint || !record) {
      return noContent;
    }
    const percent = (endpoint.traffic[record.name] ?? 0) + (endpoint.mirrorTraffic[record.name] ?? 0);
    if (percent > 0) {
      throw badRequest(
        'BadArgument',
        `Deployment ${record.name} receives ${percent} % of the traffic of endpoint ${endpoint.name} and cannot be deleted. Set its traffic to 0 first.`,
      );
    }
    const operation = await operations.start({ kind: 'deployment.delete', resourceId: record.id, endpointId: endpoint.id }, () =>
      endpoints.deployments.put(record.id, { ...record, provisioningState: 'Deleting' }),
    );
    return acceptedAt(operationUrl(request, scope, operation, 'Results'));
  };
}
