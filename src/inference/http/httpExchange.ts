import { Agent as HttpAgent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { AnswerTooLarge, ExchangeFailed, TookTooLong } from './exchangeFailed';

/** Of a body; what is longer is given up as soon as that is known. */
export const longestAnswer = 64 * 1024 * 1024;

export interface TimeLimits {
  /** Until the connection stands, TLS included. */
  readonly connect: number;
  /** From then until the first byte of the answer; the request goes out in this time too. */
  readonly firstByte: number;
  /** Without any byte in the middle of the answer. */
  readonly idle: number;
  /** Until the answer is complete. */
  readonly whole: number;
}

export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly Uint8Array[];
  readonly limits: TimeLimits;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  /** From the first byte out to the last byte in. */
  readonly milliseconds: number;
}

export type HttpExchange = (question: HttpQuestion, signal: AbortSignal) => Promise<HttpAnswer>;

/**
 * One question, one answer, over connections that are kept. Follows no redirect, decompresses nothing, sends nothing twice. Throws
 * ExchangeFailed, or the signal's reason. Plain node:http: fetch takes 20 ms of every activation and copies what it sends.
 */
export function createHttpExchange(): HttpExchange {
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };
  return async (question, signal) => {
    signal.throwIfAborted();
    const { method, url, headers } = question;
    const options = { method, headers, signal };
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, agent: agents['https:'] })
        : httpRequest(url, { ...options, agent: agents['http:'] });
    try {
      return await answerTo(request, question);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      request.destroy();
    }
  };
}

function answerTo(request: ClientRequest, { parts, limits }: HttpQuestion): Promise<HttpAnswer> {
  return new Promise<HttpAnswer>((resolve, reject) => {
    const started = performance.now();
    const clock = new Clock(request);
    clock.allow('connect', limits.connect);
    clock.allow('whole', limits.whole);
    let alreadyRead = 0;
    request.on('socket', (socket) => {
      // A kept connection has read the answers before this one.
      alreadyRead = socket.bytesRead;
      const connected = (): void => {
        clock.meet('connect');
        clock.allow('firstByte', limits.firstByte);
      };
      if (socket.connecting) {
        socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
      } else {
        connected();
      }
    });
    request.on('close', () => {
      clock.stop();
    });
    request.on('error', (error) => {
      reject(new ExchangeFailed(error, (request.socket?.bytesRead ?? 0) > alreadyRead));
    });
    request.on('response', (response) => {
      clock.meet('firstByte');
      bodyOf(response, clock, limits).then(
        (body) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, milliseconds: performance.now() - started });
        },
        (error: unknown) => {
          reject(new ExchangeFailed(error, true));
        },
      );
    });
    for (const part of parts) {
      request.write(part);
    }
    request.end();
  });
}

async function bodyOf(response: IncomingMessage, clock: Clock, limits: TimeLimits): Promise<Uint8Array> {
  // Said before a single byte of it is taken, where the server tells.
  if (Number(response.headers['content-length'] ?? 0) > longestAnswer) {
    throw new AnswerTooLarge();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  clock.allow('idle', limits.idle);
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    clock.allow('idle', limits.idle);
    length += chunk.byteLength;
    if (length > longestAnswer) {
      throw new AnswerTooLarge();
    }
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks, length);
}

/** Ends the request when one of its time limits is not met. */
class Clock {
  private readonly timers = new Map<keyof TimeLimits, NodeJS.Timeout>();

  constructor(private readonly request: ClientRequest) {}

  /** Starts the limit, or starts it anew. */
  allow(limit: keyof TimeLimits, milliseconds: number): void {
    this.meet(limit);
    const giveUp = (): void => {
      this.request.destroy(new TookTooLong(limit, milliseconds));
    };
    this.timers.set(limit, setTimeout(giveUp, milliseconds));
  }

  meet(limit: keyof TimeLimits): void {
    clearTimeout(this.timers.get(limit));
  }

  stop(): void {
    this.timers.forEach((timer) => {
      clearTimeout(timer);
    });
  }
}
