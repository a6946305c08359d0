import { writeJson, type JsonOutput } from '../../../base/writeJson';
import type { TritonError } from '../tritonError';

export type ContentType =
  'application/json' | 'text/plain' | 'application/octet-stream' | 'text/plain; charset=utf-8' | 'text/event-stream; charset=utf-8';

export interface Answer {
  readonly status: number;
  readonly contentType: ContentType;
  readonly parts: readonly Uint8Array[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in pieces without a length. */
  readonly isChunked?: boolean;
}

export function jsonAnswer(body: JsonOutput): Answer {
  return { status: 200, contentType: 'application/json', parts: [Buffer.from(writeJson(body), 'latin1')] };
}

export function emptyAnswer(status: number, contentType: ContentType): Answer {
  return { status, contentType, parts: [] };
}

/** Triton's one form of error body. The content type tells where in the server the error arose, and clients never look at it. */
export function errorAnswer(status: number, text: string, contentType: ContentType): Answer {
  return { status, contentType, parts: [Buffer.from(writeJson({ error: text }), 'latin1')] };
}

export function refusal(error: TritonError, contentType: ContentType): Answer {
  return errorAnswer(error.status, error.text, contentType);
}
