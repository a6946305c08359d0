import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request with its answer, and the service that would answer it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Lets the service answer. */
  readonly answer: () => void;
  /** Refuses in the form of the service: JSON of Resource Manager and scoring, XML of the blob service. */
  readonly refuse: (refusal: Refusal) => void;
  /** What `seconds=` of the spec says: a wait, or how wrong a clock is. */
  readonly seconds: number | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A fault on the way of a request. */
export interface ExchangeFaultEntry {
  /** What a client gets to see. */
  readonly says: string;
  /** Left out: every request. */
  readonly meets?: (request: IncomingMessage) => boolean;
  readonly strike: (exchange: Exchange) => void;
}

/** How a long-running operation ends instead of well. The fields are those of ARM's error body. */
export interface Outcome {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
  /** What the containers of a deployment have written by then; absent where they have never started. */
  readonly logs?: { readonly storageInitializer: readonly string[]; readonly inferenceServer: readonly string[] };
}

/** Answers in the service's form without asking it. */
export function refuses(status: number, code: string, message: string, headers?: Readonly<Record<string, string>>): ExchangeFaultEntry {
  const waits = headers?.['Retry-After'];
  return {
    says: `${status} ${code}: ${message}${waits === undefined ? '' : ` (Retry-After: ${waits})`}`,
    strike: ({ refuse, seconds }) => {
      const wait = waits === undefined || seconds === undefined ? {} : { 'Retry-After': String(seconds) };
      refuse({ status, code, message, headers: { ...headers, ...wait } });
    },
  };
}

/** Answers this very content. */
export function says(
  what: string,
  contentType: string,
  content: Buffer | string,
  headers: Readonly<Record<string, string>> = {},
): ExchangeFaultEntry {
  return {
    says: what,
    strike: ({ request, response }) => {
      request.resume();
      const length = { 'Content-Length': String(Buffer.byteLength(content)) };
      response.writeHead(200, { 'Content-Type': contentType, ...length, ...headers }).end(content);
    },
  };
}
