import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { notAzure } from '../errorFrom';
import { requestLabel } from './requestLabel';

/** What the control plane answered to each request. An answer without a body has no entry. */
export type JsonAnswers = WeakMap<PipelineRequest, unknown>;

/**
 * A success must look like the service's: JSON of the control plane, XML of the blob service, or nothing at all. The page of
 * a captive portal comes with status 200 too, and the SDKs take it for an answer. The JSON is parsed here and kept in
 * `answers` for whoever decodes it: parsing a page of a list is most of the work on it.
 */
export function jsonCheck(answers: JsonAnswers): PipelinePolicy {
  return contentCheck('json', ({ request, bodyAsText }) => {
    try {
      answers.set(request, JSON.parse(bodyAsText ?? ''));
      return true;
    } catch {
      return false; // Cut on its way, although the connection did not say so.
    }
  });
}

export const xmlCheck: PipelinePolicy = contentCheck('xml', ({ bodyAsText }) => bodyAsText?.trimEnd().endsWith('>') === true);

function contentCheck(type: 'json' | 'xml', isWhole: (answer: PipelineResponse) => boolean): PipelinePolicy {
  return {
    name: 'contentCheck',
    async sendRequest(request, next) {
      const answer = await next(request);
      if (isSuccess(answer) && !isGenuine(answer, type, isWhole)) {
        throw notAzure(answer.bodyAsText ?? '', requestLabel(request.method, request.url));
      }
      return answer;
    },
  };
}

function isSuccess({ status }: PipelineResponse): boolean {
  return status >= 200 && status < 300;
}

function isGenuine(answer: PipelineResponse, type: 'json' | 'xml', isWhole: (answer: PipelineResponse) => boolean): boolean {
  const contentType = answer.headers.get('content-type') ?? '';
  return (answer.bodyAsText ?? '') === '' ? !contentType.includes('html') : contentType.includes(type) && isWhole(answer);
}
