import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { HttpClient, HttpMethods, PipelineRequest } from '@azure/core-rest-pipeline';
import { DecodeError, Fields, listOf } from '../../base/decode';
import { errorFromSdk, notAzure } from '../errorFrom';
import type { Page } from '../page';
import type { ArmSdk } from '../sdk/load';
import { requestLabel } from '../transport/requestLabel';

/** The api-version of everything below a workspace: the first stable one with all that a no-code deployment may say. */
export const machineLearningVersion = '2024-10-01';

/** Options of an SDK call: whose signal it obeys, and who sees the answer as it came over the wire. */
export interface CallOptions {
  readonly abortSignal: AbortSignal;
  readonly onResponse: (answer: { readonly bodyAsText?: string | null; readonly request: { method: string; url: string } }) => void;
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
 * The control plane. Reads and synchronous calls go through the SDK's operations, everything else through the same client's
 * pipeline. What comes back is decoded from the wire body in both cases: the SDK's objects have defaults mixed in and say
 * nothing of a missing field.
 */
export class ArmClient {
  /** Requests that are not the SDK's: their addresses are sent as they are. */
  private readonly own = new WeakSet<PipelineRequest>();
  private readonly clients = new Map<string, Promise<AzureMachineLearningWorkspaces>>();

  constructor(
    readonly endpoint: string,
    private readonly loadSdk: () => Promise<ArmSdk>,
    private readonly transport: (sdk: ArmSdk) => HttpClient,
  ) {}

  /** One call of the SDK. Rejects with `notAzure` when the answer lacks what `decode` needs. */
  async read<T>(
    subscriptionId: string,
    call: (client: AzureMachineLearningWorkspaces, options: CallOptions) => Promise<unknown>,
    decode: (raw: unknown) => T,
    signal: AbortSignal,
  ): Promise<T> {
    const seen = new WireAnswer();
    try {
      await call(await this.client(subscriptionId), { abortSignal: signal, onResponse: seen.onResponse });
    } catch (error) {
      throw errorFromSdk(error, seen.label);
    }
    return seen.decodeWith(decode);
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
    const sdk = await this.loadSdk();
    const client = await this.client('');
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
    this.own.add(request);
    if (body !== undefined) {
      request.headers.set('content-type', 'application/json');
      request.body = JSON.stringify(body);
    }
    const { status, headers, bodyAsText } = await client.sendRequest(request);
    return { status, headers, body: jsonOf(bodyAsText) };
  }

  /** Reads one resource by our own request, for what the SDK's model of it would change or hide. */
  async get<T>(path: string, apiVersion: string, decode: (raw: unknown) => T, signal: AbortSignal): Promise<T> {
    const answer = await this.send({ method: 'GET', url: path, apiVersion }, signal);
    return decodedOrNotAzure(decode, answer.body, requestLabel('GET', new URL(path, this.endpoint).href));
  }

  private client(subscriptionId: string): Promise<AzureMachineLearningWorkspaces> {
    const known = this.clients.get(subscriptionId) ?? this.createClient(subscriptionId);
    this.clients.set(subscriptionId, known);
    return known;
  }

  private async createClient(subscriptionId: string): Promise<AzureMachineLearningWorkspaces> {
    const sdk = await this.loadSdk();
    const unused = { getToken: () => Promise.reject(new Error('the transport signs')) };
    const client = new sdk.AzureMachineLearningWorkspaces(unused, subscriptionId, {
      endpoint: this.endpoint,
      allowInsecureConnection: true, // Whether plain http is allowed was decided when the connection was opened.
      httpClient: this.transport(sdk),
      userAgentOptions: { userAgentPrefix: 'triton-azureml' },
    });
    // Ours are in the transport.
    for (const name of ['bearerTokenAuthenticationPolicy', 'defaultRetryPolicy', 'decompressResponsePolicy', 'redirectPolicy']) {
      client.pipeline.removePolicy({ name });
    }
    client.pipeline.addPolicy({
      name: 'apiVersion',
      sendRequest: (request, next) => {
        request.url = this.own.has(request) ? request.url : atVersion(request.url);
        return next(request);
      },
    });
    return client;
  }
}

/**
 * The SDK knows one api-version only and writes it into every address. Its own option for another one would also rewrite the
 * addresses that the service gives for polling, and those of other services.
 */
function atVersion(url: string): string {
  return url.replace(/(?<=[?&]api-version=)[^&]*/, machineLearningVersion);
}

/** Catches the body of the answer that the SDK is about to interpret. */
class WireAnswer {
  private text: string | undefined;
  label = '';

  readonly onResponse: CallOptions['onResponse'] = ({ bodyAsText, request }) => {
    this.text = bodyAsText ?? undefined;
    this.label = requestLabel(request.method, request.url);
  };

  decodeWith<T>(decode: (raw: unknown) => T): T {
    return decodedOrNotAzure(decode, jsonOf(this.text), this.label);
  }
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

/** The transport has checked that it is JSON. */
function jsonOf(text: string | null | undefined): unknown {
  return text === undefined || text === null || text === '' ? undefined : JSON.parse(text);
}
