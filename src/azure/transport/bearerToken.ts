import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { AzureError } from '../azureError';
import type { TokenRequest } from '../connection';
import { callerSignal } from './callerSignal';
import { requestLabel } from './requestLabel';

/**
 * Puts the caller's token on requests to `origin`, and lets no request to anywhere else through: neither a `nextLink` nor a
 * poll address may carry a token away. A 401 is asked about once: with the service's challenge where it gave one.
 * It has the name of the SDK's own policy, whose place it takes: that one refuses plain http even to this machine.
 */
export function bearerToken(origin: string, getToken: (request: Omit<TokenRequest, 'audience'>) => Promise<string>): PipelinePolicy {
  return {
    name: 'bearerTokenAuthenticationPolicy',
    async sendRequest(request, next) {
      const url = new URL(request.url);
      if (url.origin !== origin || url.username !== '' || url.password !== '') {
        const body = { code: 'ForeignAddress', message: `${url.host} is not ${new URL(origin).host}`, details: [] };
        throw new AzureError('notAzure', body, requestLabel(request.method, request.url));
      }
      const signal = callerSignal(request);
      const token = await getToken({ signal });
      request.headers.set('authorization', `Bearer ${token}`);
      const answer = await next(request);
      if (answer.status !== 401) {
        return answer;
      }
      const challenge = answer.headers.get('www-authenticate');
      const another = await getToken({ signal, ...(challenge === undefined ? {} : { challenge }) });
      if (another === token) {
        return answer;
      }
      request.headers.set('authorization', `Bearer ${another}`);
      return next(request);
    },
  };
}
