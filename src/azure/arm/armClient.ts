import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { HttpClient, HttpMethods, Pipeline, PipelineRequest } from '@azure/core-rest-pipeline';
import { DecodeError, Fields, listOf } from '../../base/decode';
import { errorFromSdk, notAzure } from '../errorFrom';
import type { Page } from '../page';
import type { ArmSdk } from '../sdk/load';
import type { JsonAnswers } from '../transport/contentCheck';
import { requestLabel } from '../transport/requestLabel';

/** The api-version of everything below a workspace: the first stable one with all that a no-code deployment may say. */
export const machineLearningVersion = '2024-10-01';

/** Options of an SDK call: whose signal it obeys, and who sees the request as it went over the wire. */
export interface CallOptions {
  readonly abortSignal: AbortSignal;
  readonly onResponse: (answer: { readonly request: PipelineRequest }) => void;
}

/** A list of the SDK, as far as it is used. */
export interface SdkList {
  byPage(): AsyncIterator<unknown>;
}

export interface ArmRequest {
  readonly method: HttpMethods;
  /** A path below the ARM endpoint, or an absolute URL that the service gave. */
  readonly url: string;
  /** Absent for URLs of the service, which carry their own. */
  readonly apiVersion?: string;
  readonly body?: unknown;
}

export interface ArmAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
  /** Undefined where the answer has none. */
  readonly body: unknown;
}

/**
 * The control plane. Reads and synchronous calls go through the SDK's operations, everything else through the SDK's pipeline
 * alone, to the address as it is. What comes back is decoded from the wire body in both cases: the SDK's objects have defaults
 * mixed in and say nothing of a missing field.
 */
export class ArmClient {
  private readonly clients = new Map<string, Promise<AzureMachineLearningWorkspaces>>();
  private sending: Promise<Sending> | undefined;

  constructor(
    readonly endpoint: string,
    private readonly loadSdk: () => Promise<ArmSdk>,
    private readonly transport: (sdk: ArmSdk) => HttpClient,
    /** Where the transport leaves the body of each answer. */
    private readonly answers: JsonAnswers,
  ) {}

  /** One call of the SDK. Rejects with `notAzure` when the answer lacks what `decode` needs. */
  async read<T>(
    subscriptionId: string,
    call: (client: AzureMachineLearningWorkspaces, options: CallOptions) => Promise<unknown>,
    decode: (raw: unknown) => T,
    signal: AbortSignal,
  ): Promise<T> {
    const client = await this.client(subscriptionId);
    let sent: PipelineRequest | undefined;
    const onResponse: CallOptions['onResponse'] = ({ request }) => {
      sent = request;
    };
    const label = (): string => (sent ? requestLabel(sent.method, sent.url) : '');
    try {
      await call(client, { abortSignal: signal, onResponse });
    } catch (error) {
      throw errorFromSdk(error, label());
    }
    return decodedOrNotAzure(decode, sent && this.answers.get(sent), label());
  }

  /** The first page of a list of the SDK. `more` asks at the very address that the service gave: the SDK would add to it. */
  async page<T>(
    subscriptionId: string,
    list: (client: AzureMachineLearningWorkspaces, options: CallOptions) => SdkList,
    decode: (raw: unknown, path: string) => T,
    signal: AbortSignal,
  ): Promise<Page<T>> {
    const first = (client: AzureMachineLearningWorkspaces, options: CallOptions): Promise<unknown> => list(client, options).byPage().next();
    return this.pageOf(await this.read(subscriptionId, first, (body) => pageFrom(body, decode), signal), decode);
  }

  private pageOf<T>({ items, nextLink }: WirePage<T>, decode: (raw: unknown, path: string) => T): Page<T> {
    if (nextLink === undefined) {
      return { items };
    }
    const more = async (signal: AbortSignal): Promise<Page<T>> => {
      const { body } = await this.send({ method: 'GET', url: nextLink }, signal);
      const page = decodedOrNotAzure((raw) => pageFrom(raw, decode), body, requestLabel('GET', nextLink));
      // A service that gives the same address again would be asked for ever.
      return this.pageOf(page.nextLink === nextLink ? { items: page.items, nextLink: undefined } : page, decode);
    };
    return { items, more };
  }

  /** One request of our own. Rejects with an AzureError unless the status is 2xx. */
  async send({ method, url, apiVersion, body }: ArmRequest, signal: AbortSignal): Promise<ArmAnswer> {
    const { sdk, transport, pipeline } = await this.opened();
    const address = new URL(url, this.endpoint);
    if (apiVersion !== undefined) {
      address.searchParams.set('api-version', apiVersion);
    }
    const request = sdk.createPipelineRequest({
      method,
      url: address.href,
      abortSignal: signal,
      allowInsecureConnection: true,
      headers: sdk.createHttpHeaders({ accept: 'application/json' }),
    });
    if (body !== undefined) {
      request.headers.set('content-type', 'application/json');
      request.body = JSON.stringify(body);
    }
    const { status, headers } = await pipeline.sendRequest(transport, request);
    return { status, headers, body: this.answers.get(request) };
  }

  /** Reads one resource by our own request, for what the SDK's model of it would change or hide. */
  async get<T>(path: string, apiVersion: string, decode: (raw: unknown) => T, signal: AbortSignal): Promise<T> {
    const answer = await this.send({ method: 'GET', url: path, apiVersion }, signal);
    return decodedOrNotAzure(decode, answer.body, requestLabel('GET', new URL(path, this.endpoint).href));
  }

  /** Once: loading gives way to others several times, even where all is loaded. */
  private opened(): Promise<Sending> {
    this.sending ??= this.open();
    return this.sending;
  }

  private async open(): Promise<Sending> {
    const sdk = await this.loadSdk();
    return { sdk, transport: this.transport(sdk), pipeline: withoutOurs(sdk.createPipelineFromOptions({ userAgentOptions })) };
  }

  private client(subscriptionId: string): Promise<AzureMachineLearningWorkspaces> {
    const known = this.clients.get(subscriptionId) ?? this.createClient(subscriptionId);
    this.clients.set(subscriptionId, known);
    return known;
  }

  private async createClient(subscriptionId: string): Promise<AzureMachineLearningWorkspaces> {
    const { sdk, transport } = await this.opened();
    const unused = { getToken: () => Promise.reject(new Error('the transport signs')) };
    const client = new sdk.AzureMachineLearningWorkspaces(unused, subscriptionId, {
      endpoint: this.endpoint,
      allowInsecureConnection: true, // Whether plain http is allowed was decided when the connection was opened.
      httpClient: transport,
      userAgentOptions,
    });
    withoutOurs(client.pipeline).addPolicy({
      name: 'apiVersion',
      sendRequest: (request, next) => {
        request.url = atVersion(request.url);
        return next(request);
      },
    });
    return client;
  }
}

/** What requests of our own go through. */
interface Sending {
  readonly sdk: ArmSdk;
  readonly transport: HttpClient;
  readonly pipeline: Pipeline;
}

const userAgentOptions = { userAgentPrefix: 'triton-azureml' };

/** Without what the transport does. */
function withoutOurs(pipeline: Pipeline): Pipeline {
  for (const name of ['bearerTokenAuthenticationPolicy', 'defaultRetryPolicy', 'decompressResponsePolicy', 'redirectPolicy']) {
    pipeline.removePolicy({ name });
  }
  return pipeline;
}

/**
 * The SDK knows one api-version only and writes it into every address. Its own option for another one would also rewrite the
 * addresses that the service gives for polling, and those of other services.
 */
function atVersion(url: string): string {
  return url.replace(/(?<=[?&]api-version=)[^&]*/, machineLearningVersion);
}

/** What lacks a field that Azure always sends was not sent by Azure. */
export function decodedOrNotAzure<T>(decode: (raw: unknown) => T, body: unknown, label: string): T {
  try {
    return decode(body);
  } catch (error) {
    throw error instanceof DecodeError ? notAzure(error.message, label, { cause: error }) : error;
  }
}

export interface WirePage<T> {
  readonly items: readonly T[];
  readonly nextLink: string | undefined;
}

/** The envelope of every list of ARM. */
export function pageFrom<T>(body: unknown, decode: (raw: unknown, path: string) => T): WirePage<T> {
  const fields = Fields.of(body, 'page');
  return { items: listOf(fields.unknown('value'), 'page.value', decode), nextLink: fields.optionalText('nextLink') || undefined };
}
