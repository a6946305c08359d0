/**
 * What went wrong, as far as a caller can act on it:
 * `signedOut` 401 after a new token · `forbidden` 403 · `notFound` 404 · `conflict` 409, 412 · `throttled` 429 to the end ·
 * `refused` any other 4xx, or a long-running operation that ended Failed or Canceled · `unavailable` 5xx to the end ·
 * `unreachable` no connection or no answer · `notAzure` an answer that is none of Azure's (a proxy's page, a broken body).
 */
export type AzureErrorKind =
  'signedOut' | 'forbidden' | 'notFound' | 'conflict' | 'throttled' | 'refused' | 'unavailable' | 'unreachable' | 'notAzure';

/** One entry of the error body, and what it says of its own causes. */
export interface AzureErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details: readonly AzureErrorDetail[];
}

/** Every failure of the control plane and the blob service. `message` is the service's own text, untranslated. */
export class AzureError extends Error {
  override readonly name = 'AzureError';
  readonly code: string;
  readonly target: string | undefined;
  readonly details: readonly AzureErrorDetail[];

  constructor(
    readonly kind: AzureErrorKind,
    body: AzureErrorDetail,
    /** `PUT onlineEndpoints/demo`: what was asked for, for words and log. */
    readonly request: string,
    options?: ErrorOptions,
  ) {
    super(body.message, options);
    this.code = body.code;
    this.target = body.target;
    this.details = body.details;
  }
}
