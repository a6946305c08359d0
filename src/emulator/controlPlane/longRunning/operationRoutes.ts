import { ArmError, notFound } from '../armError';
import { noContent, ok, type ArmResponse } from '../armResponse';
import type { Access } from '../authorization';
import type { ArmRequest } from '../armRequest';
import type { PathValues, Route } from '../route';
import { retryAfter } from './operationAnswers';
import type { OperationRecord } from './operationRecord';
import type { Operations } from './operations';

const provider = '/subscriptions/{subscription}/providers/Microsoft.MachineLearningServices/locations/{location}';

/** `resource` gives the present body of what an operation wrote; undefined when nothing is left of it or nothing is to be told. */
export function operationRoutes(operations: Operations, resource: (operation: OperationRecord) => unknown, access: Access): Route[] {
  const find = (request: ArmRequest, values: PathValues): OperationRecord => {
    const subscription = access.subscription(access.caller(request), values('subscription'));
    const record = operations.get(values('operation'));
    if (!record?.resourceId.toLowerCase().startsWith(`/subscriptions/${subscription.id.toLowerCase()}/`)) {
      throw notFound('ResourceNotFound', `Operation ${values('operation')} was not found.`);
    }
    return record;
  };
  return [
    { method: 'GET', path: `${provider}/mfeOperationsStatus/{operation}`, answer: (request, values) => status(find(request, values)) },
    {
      method: 'GET',
      path: `${provider}/mfeOperationResults/{operation}`,
      answer: (request, values) => result(request, find(request, values), resource),
    },
  ];
}

function status(operation: OperationRecord): ArmResponse {
  const { id, status: state, startTime, endTime, error } = operation;
  const body = { id, name: id, status: state, startTime, ...(endTime ? { endTime } : {}), ...(error ? { error } : {}) };
  return state === 'InProgress' ? { status: 200, body, headers: retryAfter } : ok(body);
}

function result(request: ArmRequest, operation: OperationRecord, resource: (operation: OperationRecord) => unknown): ArmResponse {
  if (operation.status === 'InProgress') {
    return { status: 202, headers: { Location: `${request.baseUrl}${request.path}?${request.query.toString()}`, ...retryAfter } };
  }
  if (operation.error) {
    throw new ArmError(400, operation.error);
  }
  const body = resource(operation);
  return body === undefined ? noContent : ok(body);
}
