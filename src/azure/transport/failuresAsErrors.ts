import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { errorFromAnswer } from '../errorFrom';
import { requestLabel } from './requestLabel';

/** The outermost policy: what the SDKs get to see is a success, or nothing. */
export const failuresAsErrors: PipelinePolicy = {
  name: 'failuresAsErrors',
  async sendRequest(request, next) {
    const answer = await next(request);
    if (answer.status >= 200 && answer.status < 300) {
      return answer;
    }
    const { status, headers, bodyAsText } = answer;
    const failed = { status, contentType: headers.get('content-type'), errorCode: headers.get('x-ms-error-code'), body: bodyAsText ?? '' };
    throw errorFromAnswer(failed, requestLabel(request.method, request.url));
  },
};
