import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { AzureError } from '../azureError';
import { errorFromSocket } from '../errorFrom';
import { callerSignal } from './callerSignal';
import type { ConnectingAgents } from './connectingAgents';
import { isLoopback } from './loopback';
import { requestLabel } from './requestLabel';

/** Milliseconds. Nothing waits for ever: each is the longest silence that is taken for life. */
export interface TimeLimits {
  /** Name, TCP and TLS. */
  readonly connect: number;
  /** From the request until the headers of the answer. */
  readonly firstByte: number;
  /** The same for PUT: the service may think before it answers, and a block has to get there. */
  readonly firstByteOfPut: number;
  /** Between two pieces of a body. */
  readonly idleBody: number;
  /** How long a read is tried again: somebody looks at a list meanwhile, and is to be told. */
  readonly patienceForReads: number;
}

export const defaultTimeLimits: TimeLimits = {
  connect: 10_000,
  firstByte: 30_000,
  firstByteOfPut: 60_000,
  idleBody: 30_000,
  patienceForReads: 45_000,
};
/** No network is in between: a service on this machine that says nothing for so long hangs. */
export const loopbackTimeLimits: TimeLimits = { ...defaultTimeLimits, firstByte: 10_000, patienceForReads: 10_000 };

/** What takes the place of ETIMEDOUT where there is no network to look at. */
export const loopbackTimeout = 'LoopbackTimeout';

/** An answer of the control plane is far below this; more is somebody else's, or an attack on our memory. */
const largestBody = 64 * 1024 * 1024;

/**
 * Reads the answer's body itself: the SDK's client waits for ever for a body that stops coming, and its unzipping hangs on
 * one that is cut. Every failure leaves here as an AzureError, or as the caller's own reason for aborting.
 */
export function timeLimits(limits: TimeLimits, agents: ConnectingAgents): PipelinePolicy {
  return {
    name: 'timeLimits',
    async sendRequest(request, next): Promise<PipelineResponse> {
      const caller = callerSignal(request);
      const watchdog = new Watchdog();
      request.abortSignal = AbortSignal.any([caller, watchdog.signal]);
      request.streamResponseStatusCodes = new Set([Number.POSITIVE_INFINITY]);
      chooseAgent(request, agents);
      try {
        watchdog.expectWithin(request.method === 'PUT' ? limits.firstByteOfPut : limits.firstByte);
        const response = await next(request);
        return await withBody(response, () => {
          watchdog.expectWithin(limits.idleBody);
        });
      } catch (error) {
        caller.throwIfAborted();
        throw failureOf(error, watchdog, request);
      } finally {
        watchdog.stop();
        request.abortSignal = caller;
      }
    },
  };
}

class Watchdog {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  expectWithin(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.controller.abort();
    }, milliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

/** A proxy from the environment stands, but never between us and this machine. */
function chooseAgent(request: PipelineRequest, agents: ConnectingAgents): void {
  const url = new URL(request.url);
  if (request.proxySettings === undefined || isLoopback(url.hostname)) {
    request.agent = url.protocol === 'http:' ? agents.http : agents.https;
  }
}

async function withBody(response: PipelineResponse, alive: () => void): Promise<PipelineResponse> {
  alive();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.readableStreamBody ?? []) {
    alive();
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    size += bytes.length;
    if (size > largestBody) {
      const body = { code: 'AnswerTooLarge', message: `more than ${largestBody} bytes`, details: [] };
      throw new AzureError('notAzure', body, requestLabel(response.request.method, response.request.url));
    }
    pieces.push(bytes);
  }
  const { status, headers, request } = response;
  return { status, headers, request, bodyAsText: Buffer.concat(pieces).toString('utf8') };
}

function failureOf(error: unknown, watchdog: Watchdog, request: PipelineRequest): unknown {
  if (error instanceof AzureError) {
    return error;
  }
  const label = requestLabel(request.method, request.url);
  if (watchdog.signal.aborted) {
    const code = isLoopback(new URL(request.url).hostname) ? loopbackTimeout : 'ETIMEDOUT';
    return new AzureError('unreachable', { code, message: 'no answer in time', details: [] }, label, { cause: error });
  }
  return errorFromSocket(error, label);
}
