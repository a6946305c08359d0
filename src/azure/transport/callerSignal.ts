import type { PipelineRequest } from '@azure/core-rest-pipeline';

const never = new AbortController().signal;

/** The signal that the caller gave. The SDK's type is wider than what its pipeline hands on, which is always the native one. */
export function callerSignal(request: PipelineRequest): AbortSignal {
  return request.abortSignal instanceof AbortSignal ? request.abortSignal : never;
}
