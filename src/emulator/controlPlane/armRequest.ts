import type { IncomingMessage } from 'node:http';
import { type DecodeError, Fields } from '../../base/decode';
import { ArmError, badRequest } from './armError';

/** Above what any client sends here; a model is a reference, not bytes. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** One request to the control plane, decoded as far as every route needs it. */
export interface ArmRequest {
  readonly method: string;
  /** As the client wrote it, without a slash at the end. */
  readonly path: string;
  /** `http://127.0.0.1:4321` as the client spelled it in `Host`: every absolute URL in an answer starts with it. */
  readonly baseUrl: string;
  readonly query: URLSearchParams;
  readonly apiVersion: string;
  /** The token after `Bearer`; undefined when there is no such header. */
  readonly token: string | undefined;
  /** The JSON body. Rejects with 400 InvalidRequestContent when it is no JSON object. */
  body(): Promise<Fields>;
  /** The same where a body may be left out. */
  optionalBody(): Promise<Fields | undefined>;
}

export function armRequest(incoming: IncomingMessage, protocol: 'http' | 'https'): ArmRequest {
  const baseUrl = `${protocol}://${incoming.headers.host ?? 'localhost'}`;
  const url = parseUrl(incoming.url ?? '/', baseUrl);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname.replace(/(?<=.)\/+$/, ''),
    baseUrl,
    query: url.searchParams,
    apiVersion: url.searchParams.get('api-version') ?? '',
    token: /^Bearer\s+(\S+)\s*$/i.exec(incoming.headers.authorization ?? '')?.[1],
    body: async () => jsonObject(await text(incoming)),
    optionalBody: async () => {
      const content = await text(incoming);
      return content.trim() === '' ? undefined : jsonObject(content);
    },
  };
}

function parseUrl(path: string, baseUrl: string): URL {
  try {
    return new URL(path, baseUrl);
  } catch (error) {
    throw new ArmError(400, { code: 'InvalidRequestUri', message: `The request URI '${path}' is not valid.` }, {}, { cause: error });
  }
}

/** A missing or wrong field of a body is told with its name, as Azure does; `DecodeError.path` is that name. */
export function invalidContent(error: DecodeError): ArmError {
  return badRequest('InvalidRequestContent', `The request content was invalid: ${error.message}.`, error.path);
}

async function text(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new ArmError(413, { code: 'RequestContentTooLarge', message: `The request body is over ${MAX_BODY_BYTES} bytes.` });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonObject(content: string): Fields {
  try {
    return Fields.of(JSON.parse(content), 'body');
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw badRequest('InvalidRequestContent', `The request content is not valid JSON: ${error.message}`);
    }
    throw error;
  }
}
