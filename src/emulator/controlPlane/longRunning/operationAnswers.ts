import type { ArmRequest } from '../armRequest';
import type { ArmResponse } from '../armResponse';
import type { WorkspaceScope } from '../resourceScope';
import type { OperationRecord } from './operationRecord';

/**
 * Seconds, whole and at least 1: azure-ai-ml waits 30 s otherwise. Operations here are shorter than that, so clients that
 * also read milliseconds are told to come back sooner.
 */
export const retryAfter = { 'Retry-After': '1', 'retry-after-ms': '200' };

/** Absolute URL of the status document (`mfeOperationsStatus`) or of the result (`mfeOperationResults`) of an operation. */
export function operationUrl(request: ArmRequest, scope: WorkspaceScope, operation: OperationRecord, what: 'Status' | 'Results'): string {
  const collection = what === 'Status' ? 'mfeOperationsStatus' : 'mfeOperationResults';
  const provider = `/subscriptions/${scope.subscriptionId}/providers/Microsoft.MachineLearningServices/locations/${scope.workspace.location}`;
  return `${request.baseUrl}${provider}/${collection}/${operation.id}?api-version=${request.apiVersion}`;
}

/** The answer to a PUT: the resource as it is now, and where to ask how it goes on. */
export function accepted(status: 200 | 201, url: string, body: unknown): ArmResponse {
  return { status, body, headers: { 'Azure-AsyncOperation': url, 'x-ms-async-operation-timeout': 'PT1H', ...retryAfter } };
}

/** The answer to PATCH, DELETE and regenerateKeys. */
export function acceptedAt(url: string): ArmResponse {
  return { status: 202, headers: { Location: url, 'x-ms-async-operation-timeout': 'PT1H', ...retryAfter } };
}
