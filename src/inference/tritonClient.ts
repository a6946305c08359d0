import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { DecodeError } from '../base/decode';
import { UserError } from '../base/errors';
import type { Log } from '../base/log';
import { connectionError, ExchangeFailed } from './http/exchangeFailed';
import {
  createHttpExchange,
  type HttpAnswer,
  type HttpExchange,
  type HttpQuestion,
  longestAnswer,
  type TimeLimits,
} from './http/httpExchange';
import { serverAddress } from './http/serverAddress';
import { shownText } from './http/shownText';
import { type Asked, looksLikeWebPage, notTriton, statusError } from './http/statusError';
import { modelConfigOf, modelMetadataOf, modelNamesOf, takesBinaryTensors } from './kserve/decodeMetadata';
import { decodeInferResponse } from './kserve/decodeResponse';
import { type EncodedRequest, encodeBinaryRequest, encodeJsonRequest } from './kserve/encodeRequest';
import type { InferRequest, InferResponse } from './kserve/inferRequest';
import type { ModelConfigSummary, ModelMetadata } from './kserve/modelMetadata';

export interface TritonTarget {
  /** Origin (or base) of the server, no slash at the end: `/v2` hangs off it. */
  readonly baseUrl: string;
  /** The bearer secret, asked for once and again after a 401; absent for a server that wants none. */
  readonly secret?: (signal: AbortSignal) => Promise<string>;
  /** Pins requests to one deployment (`azureml-model-deployment`). */
  readonly deployment?: string;
}

export interface InferAnswer extends InferResponse {
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** From the first byte out to the last byte in. */
  readonly milliseconds: number;
  /** The deployment that answered, where the service tells. */
  readonly deployment?: string;
}

/** A Triton server or an online endpoint in front of one. Failures are UserErrors in words: 401, 404, 408, 424, 429, no connection. */
export interface TritonClient {
  serverReady(signal: AbortSignal): Promise<boolean>;
  modelReady(model: string, signal: AbortSignal): Promise<boolean>;
  /** Names of POST /v2/repository/index. */
  models(signal: AbortSignal): Promise<readonly string[]>;
  metadata(model: string, signal: AbortSignal): Promise<ModelMetadata>;
  config(model: string, signal: AbortSignal): Promise<ModelConfigSummary>;
  infer(model: string, request: InferRequest, signal: AbortSignal): Promise<InferAnswer>;
}

const limits: TimeLimits = { connect: 10_000, firstByte: 30_000, idle: 30_000, whole: 60_000 };
/** An online endpoint gives a model up to 180 s (requestTimeout of a deployment) and says so itself. */
const inferLimits: TimeLimits = { connect: 10_000, firstByte: 200_000, idle: 30_000, whole: 230_000 };

/** Codes of its UserErrors: `triton-` and what happened; see statusError, connectionError and serverAddress. */
export function createTritonClient(target: TritonTarget, { log }: { readonly log: Log }): TritonClient {
  return new HttpTritonClient(target, log, createHttpExchange());
}

type Question = Pick<HttpQuestion, 'method' | 'parts'> & {
  readonly path: string;
  readonly model?: string;
  readonly encoded?: EncodedRequest;
};

class HttpTritonClient implements TritonClient {
  private secret: string | undefined;
  /** Whether the server takes binary tensors; asked for once, with the first inference. */
  private isBinary: boolean | undefined;

  constructor(
    private readonly target: TritonTarget,
    private readonly log: Log,
    private readonly exchange: HttpExchange,
  ) {}

  serverReady(signal: AbortSignal): Promise<boolean> {
    return this.isReady({ method: 'GET', path: '/v2/health/ready', parts: [] }, signal);
  }

  modelReady(model: string, signal: AbortSignal): Promise<boolean> {
    return this.isReady({ method: 'GET', path: `${pathOf(model)}/ready`, model, parts: [] }, signal);
  }

  async models(signal: AbortSignal): Promise<readonly string[]> {
    return this.json({ method: 'POST', path: '/v2/repository/index', parts: [] }, modelNamesOf, signal);
  }

  async metadata(model: string, signal: AbortSignal): Promise<ModelMetadata> {
    return this.json({ method: 'GET', path: pathOf(model), model, parts: [] }, modelMetadataOf, signal);
  }

  async config(model: string, signal: AbortSignal): Promise<ModelConfigSummary> {
    return this.json({ method: 'GET', path: `${pathOf(model)}/config`, model, parts: [] }, modelConfigOf, signal);
  }

  async infer(model: string, request: InferRequest, signal: AbortSignal): Promise<InferAnswer> {
    this.isBinary ??= await this.asksForBinary(signal);
    const encoded = this.isBinary ? encodeBinaryRequest(request) : encodeJsonRequest(request);
    const question: Question = { method: 'POST', path: `${pathOf(model)}/infer`, model, parts: encoded.parts, encoded };
    const answer = await this.ask(question, signal);
    const response = this.decoded(answer, model, () =>
      decodeInferResponse(answer.body, textHeader(answer, 'inference-header-content-length')),
    );
    const deployment = textHeader(answer, 'azureml-model-deployment');
    return {
      ...response,
      bytesSent: encoded.byteLength,
      bytesReceived: answer.body.byteLength,
      milliseconds: answer.milliseconds,
      ...(deployment === undefined ? {} : { deployment }),
    };
  }

  private async isReady(question: Question, signal: AbortSignal): Promise<boolean> {
    const answer = await this.send(question, signal);
    if (answer.status === 200) {
      if (looksLikeWebPage(answer)) {
        throw notTriton(this.asked(question.model));
      }
      return true;
    }
    // A server that is not ready says so with another status; these three say that we were not let through to ask.
    if (answer.status === 401 || answer.status === 403 || (answer.status >= 300 && answer.status < 400)) {
      throw statusError(answer, this.asked(question.model));
    }
    return false;
  }

  /** A server that does not tell is taken for a Triton server, whose requests are binary in every client of its own. */
  private async asksForBinary(signal: AbortSignal): Promise<boolean> {
    const answer = await this.send({ method: 'GET', path: '/v2', parts: [] }, signal);
    try {
      return answer.status !== 200 || takesBinaryTensors(JSON.parse(Buffer.from(answer.body).toString('utf8')));
    } catch (error) {
      this.log.debug(`the server's metadata cannot be read: ${String(error)}`);
      return true;
    }
  }

  private async json<T>(question: Question, decode: (raw: unknown) => T, signal: AbortSignal): Promise<T> {
    const answer = await this.ask(question, signal);
    return this.decoded(answer, question.model, () => decode(JSON.parse(Buffer.from(answer.body).toString('utf8'))));
  }

  /** Only 200 is an answer: Triton has no other good one. */
  private async ask(question: Question, signal: AbortSignal): Promise<HttpAnswer> {
    const answer = await this.send(question, signal);
    if (answer.status !== 200) {
      throw statusError(answer, this.asked(question.model));
    }
    return answer;
  }

  private decoded<T>(answer: HttpAnswer, model: string | undefined, decode: () => T): T {
    const asked = this.asked(model);
    if (looksLikeWebPage(answer)) {
      throw notTriton(asked);
    }
    try {
      const encoding = answer.headers['content-encoding'] ?? 'identity';
      if (encoding !== 'identity') {
        throw new DecodeError('content-encoding', 'none, because none was asked for', encoding);
      }
      return decode();
    } catch (error) {
      if (error instanceof DecodeError || error instanceof SyntaxError) {
        const detail = error instanceof DecodeError ? error.message : l10n.t('it is no JSON');
        throw new UserError(
          l10n.t(
            '{0} did not answer as the KServe v2 protocol says: {1}. Check that it is a Triton server.',
            asked.server,
            shownText(detail),
          ),
          'triton-bad-answer',
          { cause: error },
        );
      }
      throw error;
    }
  }

  /** An expired token is replaced once; a connection that was cut before anything came back is tried once more. */
  private async send(question: Question, signal: AbortSignal): Promise<HttpAnswer> {
    const answer = await this.sendOnce(question, signal);
    if (answer.status !== 401 || !this.target.secret) {
      return answer;
    }
    this.secret = undefined;
    return this.sendOnce(question, signal);
  }

  private async sendOnce(question: Question, signal: AbortSignal): Promise<HttpAnswer> {
    const base = serverAddress(this.target.baseUrl, this.target.secret !== undefined);
    const url = new URL(base.href.replace(/\/$/, '') + question.path);
    const headers = { ...(question.encoded?.headers ?? lengthHeader(question)), ...(await this.ownHeaders(base.origin, signal)) };
    const whole = { method: question.method, url, headers, parts: question.parts, limits: question.encoded ? inferLimits : limits };
    try {
      return await this.logged(whole, signal).catch((error: unknown) => {
        if (!(error instanceof ExchangeFailed) || !error.mayBeAskedAgain) {
          throw error;
        }
        return this.logged(whole, signal);
      });
    } catch (error) {
      throw error instanceof ExchangeFailed ? connectionError(error, base.origin, longestAnswer) : error;
    }
  }

  private async logged(question: HttpQuestion, signal: AbortSignal): Promise<HttpAnswer> {
    const started = performance.now();
    let outcome = 'no answer';
    try {
      const answer = await this.exchange(question, signal);
      outcome = String(answer.status);
      return answer;
    } finally {
      this.log.info(`${question.method} ${question.url.pathname} ${outcome} ${Math.round(performance.now() - started)} ms`);
    }
  }

  private async ownHeaders(server: string, signal: AbortSignal): Promise<Record<string, string>> {
    const { secret, deployment } = this.target;
    this.secret ??= (await secret?.(signal))?.trim();
    if (this.secret !== undefined && !/^[\x21-\x7e]+$/.test(this.secret)) {
      this.secret = undefined;
      throw new UserError(
        l10n.t('The key or token for {0} is empty or holds characters that none has. Copy it again.', server),
        'triton-bad-secret',
      );
    }
    return {
      'x-ms-client-request-id': randomUUID(),
      ...(this.secret === undefined ? {} : { Authorization: `Bearer ${this.secret}` }),
      ...(deployment === undefined ? {} : { 'azureml-model-deployment': deployment }),
    };
  }

  private asked(model: string | undefined): Asked {
    const server = URL.parse(this.target.baseUrl)?.origin ?? this.target.baseUrl;
    return { server, model, deployment: this.target.deployment, hasSecret: this.target.secret !== undefined };
  }
}

/** Triton does not decode percent signs in a model's name, so only what would break the path is written otherwise. */
function pathOf(model: string): string {
  return `/v2/models/${encodeURIComponent(model)}`;
}

function lengthHeader({ method }: Question): Record<string, string> {
  return method === 'POST' ? { 'Content-Length': '0' } : {};
}

function textHeader({ headers }: HttpAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
