import { ok } from '../armResponse';
import type { Access } from '../authorization';
import type { Endpoints } from '../endpoints/endpoints';
import { inWorkspace, type WorkspaceAnswer } from '../inWorkspace';
import { page } from '../paging';
import { resourceType } from '../resourceScope';
import type { Route } from '../route';
import { oneOf } from '../textFields';
import { deploymentPath, findDeployment } from './deploymentRoutes';
import type { DeploymentHost } from './deploymentHost';

/** Lines when the client does not say how many; what the Azure CLI asks for. */
const DEFAULT_TAIL = 5000;

/** What can be asked of a deployment: the logs of its containers, and how far it scales. */
export function deploymentLogRoutes(endpoints: Endpoints, host: DeploymentHost, access: Access): Route[] {
  const getLogs: WorkspaceAnswer = async (request, values, scope) => {
    const record = findDeployment(endpoints, scope, values);
    const body = await request.optionalBody();
    const named = body?.unknown('containerType') !== undefined;
    const container = body && named ? oneOf(body, 'containerType', ['InferenceServer', 'StorageInitializer'] as const) : 'InferenceServer';
    const content = await host.tail(record.id, container, body?.optionalNumber('tail') ?? DEFAULT_TAIL);
    return ok({ content: content ?? 'The container has not been started yet. Try again later.\n' });
  };
  const skus: WorkspaceAnswer = (request, values, scope) => {
    findDeployment(endpoints, scope, values);
    const capacity = { minimum: 1, maximum: 50, default: 1, scaleType: 'Automatic' };
    const sku = { resourceType: resourceType('onlineEndpoints/deployments'), sku: { name: 'Default', tier: 'Standard' }, capacity };
    return page(request, [sku], (it) => it, ['count']);
  };
  return [
    { method: 'POST', path: `${deploymentPath}/getLogs`, answer: inWorkspace(access, getLogs) },
    { method: 'GET', path: `${deploymentPath}/skus`, answer: inWorkspace(access, skus) },
  ];
}
