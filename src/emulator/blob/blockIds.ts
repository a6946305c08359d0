import { BlobError } from './blobError';

/** Block ids are Base64 of at most 64 bytes; on disk their hex form is the file name. */
export function blockFileName(id: string): string {
  const bytes = Buffer.from(id, 'base64');
  if (bytes.length === 0 || bytes.length > 64 || bytes.toString('base64') !== id) {
    throw new BlobError(
      400,
      'InvalidQueryParameterValue',
      'Value for one of the query parameters specified in the request URI is invalid: blockid.',
    );
  }
  return bytes.toString('hex');
}

export function blockIdOf(fileName: string): string {
  return Buffer.from(fileName, 'hex').toString('base64');
}
