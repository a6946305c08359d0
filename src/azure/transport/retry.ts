import type { PipelinePolicy, PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import type { Log } from '../../base/log';
import { AzureError } from '../azureError';
import { callerSignal } from './callerSignal';
import type { Clock } from './clock';
import { requestLabel } from './requestLabel';
import { retryAfter } from './retryAfter';
import { loopbackTimeout } from './timeLimits';

const tries = 6;
const firstPause = 500;
const longestPause = 30_000;
/** What the service asks for beyond this is not waited for: the caller is told instead. */
const longestAskedFor = 600_000;

const transientStatuses = new Set([408, 429, 500, 502, 503, 504]);
const transientCodes = new Set(
  [
    'ECONNRESET EPIPE ETIMEDOUT EAI_AGAIN ENOTFOUND ECONNREFUSED EHOSTUNREACH ENETUNREACH ECONNABORTED',
    `EPROTO ${loopbackTimeout} ERR_STREAM_PREMATURE_CLOSE HPE_INVALID_CONSTANT REQUEST_SEND_ERROR`,
  ].flatMap((names) => names.split(' ')),
);

/**
 * Sends a request again while it makes sense. In place of the SDK's own policy, which knows neither a bare 429, nor a body
 * that was cut, nor half of the socket errors. Everything this room sends may be sent twice: reads,
 * PUTs of a whole resource or block, DELETEs, and POSTs that only ask. A request of more than `largestResent` bytes that
 * breaks with its connection is left to the caller, who may send it in smaller pieces.
 */
export function retry(clock: Clock, log: Log, patienceForReads: number, largestResent = Number.POSITIVE_INFINITY): PipelinePolicy {
  return {
    name: 'retry',
    async sendRequest(request, next): Promise<PipelineResponse> {
      const started = clock.now();
      const signal = callerSignal(request);
      for (let attempt = 1; ; attempt++) {
        const outcome = await attemptOnce(request, next);
        const isCallers = outcome instanceof AzureError && outcome.kind === 'unreachable' && sizeOf(request) > largestResent;
        const pause = attempt === tries || isCallers ? undefined : pauseAfter(outcome, attempt, clock);
        if (pause === undefined || clock.now() - started + pause.milliseconds > patience(request, patienceForReads, pause)) {
          return settle(outcome);
        }
        log.debug(`${requestLabel(request.method, request.url)}: again in ${Math.round(pause.milliseconds)} ms (${reasonOf(outcome)})`);
        await clock.wait(pause.milliseconds, signal);
      }
    },
  };
}

type Outcome = PipelineResponse | AzureError;

async function attemptOnce(request: PipelineRequest, next: SendRequest): Promise<Outcome> {
  try {
    return await next(request);
  } catch (error) {
    if (error instanceof AzureError) {
      return error;
    }
    throw error;
  }
}

interface Pause {
  readonly milliseconds: number;
  /** The service named the time itself. */
  readonly asked: boolean;
}

/** Undefined: sending it again would not help. */
function pauseAfter(outcome: Outcome, attempt: number, clock: Clock): Pause | undefined {
  if (outcome instanceof AzureError) {
    const transient = outcome.kind === 'notAzure' ? outcome.code === 'NotAzure' : transientCodes.has(outcome.code);
    return transient ? backoff(attempt, clock) : undefined;
  }
  if (!transientStatuses.has(outcome.status)) {
    return undefined;
  }
  const asked = retryAfter(outcome.headers);
  return asked === undefined ? backoff(attempt, clock) : { milliseconds: asked, asked: true };
}

function backoff(attempt: number, clock: Clock): Pause {
  return { milliseconds: jitteredPause(attempt, clock), asked: false };
}

/** Milliseconds before the next attempt, the first being 1. Full jitter: a crowd that failed together does not come back together. */
export function jitteredPause(attempt: number, clock: Clock): number {
  return clock.random() * Math.min(longestPause, firstPause * 2 ** (attempt - 1));
}

function patience({ method }: PipelineRequest, forReads: number, { asked }: Pause): number {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !asked ? forReads : longestAskedFor;
}

function sizeOf({ body }: PipelineRequest): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : ArrayBuffer.isView(body) ? body.byteLength : 0;
}

function settle(outcome: Outcome): PipelineResponse {
  if (outcome instanceof AzureError) {
    throw outcome;
  }
  return outcome;
}

function reasonOf(outcome: Outcome): string {
  return outcome instanceof AzureError ? outcome.code : String(outcome.status);
}
