import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { notAzure } from '../errorFrom';
import { requestLabel } from './requestLabel';

/**
 * A success must look like the service's: JSON of the control plane, XML of the blob service, or nothing at all. The page of
 * a captive portal comes with status 200 too, and the SDKs take it for an answer.
 */
export function contentCheck(expected: 'json' | 'xml'): PipelinePolicy {
  return {
    name: 'contentCheck',
    async sendRequest(request, next) {
      const answer = await next(request);
      if (isSuccess(answer) && !isGenuine(answer, expected)) {
        throw notAzure(answer.bodyAsText ?? '', requestLabel(request.method, request.url));
      }
      return answer;
    },
  };
}

function isSuccess({ status }: PipelineResponse): boolean {
  return status >= 200 && status < 300;
}

function isGenuine(answer: PipelineResponse, expected: 'json' | 'xml'): boolean {
  const body = answer.bodyAsText ?? '';
  if (body === '') {
    return !(answer.headers.get('content-type') ?? '').includes('html');
  }
  if (!(answer.headers.get('content-type') ?? '').includes(expected)) {
    return false;
  }
  return expected === 'xml' ? body.trimEnd().endsWith('>') : isJson(body);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // Cut on its way, although the connection did not say so.
  }
}
