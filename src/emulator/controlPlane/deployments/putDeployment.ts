import { ArmError, badRequest } from '../armError';
import type { Access } from '../authorization';
import type { Endpoints } from '../endpoints/endpoints';
import { deploymentsOf, endpointIdOf } from '../endpoints/endpoints';
import type { EndpointRecord } from '../endpoints/endpointRecord';
import { inWorkspace, type WorkspaceAnswer } from '../inWorkspace';
import type { Models } from '../models/models';
import { checkEndpointName } from '../names';
import { accepted, operationUrl } from '../longRunning/operationAnswers';
import type { Operations } from '../longRunning/operations';
import { workspacePath, type Route } from '../route';
import { touched } from '../systemData';
import { deploymentBody } from './deploymentBody';
import type { DeploymentRecord } from './deploymentRecord';
import { deploymentView } from './deploymentView';
import { resolveModel } from './modelReference';

/** Limits of the service (Azure docs, "Manage resources and quotas"). */
const MOST_DEPLOYMENTS = 20;
const MOST_DEPLOYMENTS_OF_SUBSCRIPTION = 500;

function checkRoom(endpoints: Endpoints, { id, name }: EndpointRecord): void {
  const subscription = id.split('/').slice(0, 3).join('/');
  if (deploymentsOf(endpoints, id).length >= MOST_DEPLOYMENTS) {
    throw badRequest(
      'OutOfQuota',
      `Endpoint ${name} has ${MOST_DEPLOYMENTS} deployments, the most that an endpoint may have.`,
      'deployments',
    );
  }
  if (endpoints.deployments.under(`${subscription}/`).length >= MOST_DEPLOYMENTS_OF_SUBSCRIPTION) {
    const message = `The subscription has ${MOST_DEPLOYMENTS_OF_SUBSCRIPTION} deployments in this region, the most that it may have.`;
    throw badRequest('OutOfQuota', message, 'deployments');
  }
}

/** Creates a deployment or replaces what it says: 201 or 200 at once, and an operation that brings the model and starts the server. */
export function putDeploymentRoute(endpoints: Endpoints, models: Models, operations: Operations, access: Access): Route {
  const answer: WorkspaceAnswer = async (request, values, scope) => {
    // Read first: while a body arrives, another request may delete the endpoint.
    const { model, ...body } = deploymentBody(await request.body());
    const endpointId = endpointIdOf(scope, values('endpoint'));
    const endpoint = endpoints.records.get(endpointId);
    if (!endpoint) {
      const message = `Can not perform requested operation on nested resource. Parent resource '${scope.workspace.name}/${values('endpoint')}' not found.`;
      throw new ArmError(404, { code: 'ParentResourceNotFound', message });
    }
    checkEndpointName(values('deployment'), 'deployment');
    const id = `${endpoint.id}/deployments/${values('deployment')}`;
    const previous = endpoints.deployments.get(id);
    if (!previous) {
      checkRoom(endpoints, endpoint);
    }
    const resolved = resolveModel(models, scope, model);
    const draft: DeploymentRecord = {
      id: previous?.id ?? id,
      name: previous?.name ?? values('deployment'),
      endpointId: endpoint.id,
      ...body,
      ...resolved,
      provisioningState: previous ? 'Updating' : 'Creating',
      ...(previous?.served ? { served: previous.served } : {}),
      systemData: touched(previous?.systemData),
    };
    let written = draft;
    let url = '';
    await operations.start({ kind: 'deployment.put', resourceId: draft.id, endpointId: endpoint.id }, async (operation) => {
      url = operationUrl(request, scope, operation, 'Status');
      written = { ...draft, properties: { ...previous?.properties, ...draft.properties, AzureAsyncOperationUri: url } };
      await endpoints.deployments.put(draft.id, written);
    });
    return accepted(previous ? 200 : 201, url, deploymentView(written));
  };
  return {
    method: 'PUT',
    path: `${workspacePath}/onlineEndpoints/{endpoint}/deployments/{deployment}`,
    answer: inWorkspace(access, answer),
  };
}
