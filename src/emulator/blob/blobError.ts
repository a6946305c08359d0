/** A refusal of the blob service: status, `x-ms-error-code` and a sentence, as in the REST reference "Blob service error codes". */
export class BlobError extends Error {
  override readonly name = 'BlobError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export const blobNotFound = (): BlobError => new BlobError(404, 'BlobNotFound', 'The specified blob does not exist.');
export const containerNotFound = (): BlobError => new BlobError(404, 'ContainerNotFound', 'The specified container does not exist.');
export const conditionNotMet = (): BlobError =>
  new BlobError(412, 'ConditionNotMet', 'The condition specified using HTTP conditional header(s) is not met.');
