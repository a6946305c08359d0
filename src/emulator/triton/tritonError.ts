/** Triton's error codes (tritonserver.h, TRITONSERVER_Error_Code). */
export type TritonCode =
  'UNKNOWN' | 'INTERNAL' | 'NOT_FOUND' | 'INVALID_ARG' | 'UNAVAILABLE' | 'UNSUPPORTED' | 'ALREADY_EXISTS' | 'CANCELLED';

const statuses: Readonly<Record<TritonCode, number>> = {
  INTERNAL: 500,
  NOT_FOUND: 404,
  UNAVAILABLE: 503,
  UNSUPPORTED: 501,
  INVALID_ARG: 400,
  ALREADY_EXISTS: 400,
  UNKNOWN: 400,
  CANCELLED: 400,
};
const words: Readonly<Record<TritonCode, string>> = {
  INTERNAL: 'Internal',
  NOT_FOUND: 'Not found',
  UNAVAILABLE: 'Unavailable',
  UNSUPPORTED: 'Unsupported',
  INVALID_ARG: 'Invalid argument',
  ALREADY_EXISTS: 'Already exists',
  UNKNOWN: 'Unknown',
  CANCELLED: 'Cancelled',
};

/** What Triton says when it refuses: the text is part of its protocol, clients compare it, so it is not translated. */
export class TritonError extends Error {
  override readonly name = 'TritonError';

  /** `text` is byte text (byteText.ts). */
  constructor(
    readonly code: TritonCode,
    readonly text: string,
    options?: ErrorOptions,
  ) {
    super(text, options);
  }

  /** HTTP status since release 24.01 (http_server.cc, HttpCodeFromError). */
  get status(): number {
    return statuses[this.code];
  }

  /** With the word that logs and the repository index put in front: `Internal: …`. */
  get withCode(): string {
    return `${words[this.code]}: ${this.text}`;
  }
}

export function internal(text: string): TritonError {
  return new TritonError('INTERNAL', text);
}

export function invalidArgument(text: string): TritonError {
  return new TritonError('INVALID_ARG', text);
}

export function notFound(text: string): TritonError {
  return new TritonError('NOT_FOUND', text);
}
