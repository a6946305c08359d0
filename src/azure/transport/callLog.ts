import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Log } from '../../base/log';
import { AzureError } from '../azureError';
import type { Clock } from './clock';

/** One line per call: method, path, status, milliseconds. No query (signatures), no header (tokens), no body. */
export function callLog(clock: Clock, log: Log): PipelinePolicy {
  return {
    name: 'callLog',
    async sendRequest(request, next) {
      const started = clock.now();
      const tell = (result: string): void => {
        log.debug(`${request.method} ${new URL(request.url).pathname} ${result} ${Math.round(clock.now() - started)} ms`);
      };
      try {
        const answer = await next(request);
        tell(String(answer.status));
        return answer;
      } catch (error) {
        tell(error instanceof AzureError ? error.code : 'not answered');
        throw error;
      }
    },
  };
}
