import { BlobError } from './blobError';

/** What a URL of the blob service names. */
export interface BlobAddress {
  readonly account: string;
  readonly container: string | undefined;
  readonly blob: string | undefined;
}

/** Longest name of a blob in characters, and most segments of it (REST reference, "Naming and referencing containers, blobs"). */
const MOST_CHARACTERS = 1024;
const MOST_SEGMENTS = 254;

/**
 * Reads the address in both styles: `http://127.0.0.1:1/account/container/blob`, and `http://account.blob.suffix/container/blob`
 * where the host name has a label `blob`.
 */
export function blobAddress(host: string, rawPath: string): BlobAddress {
  const segments = rawPath.split('/').slice(1);
  const hostStyle = /^(?<account>[a-z0-9]{3,24})\.blob\./i.exec(host)?.groups?.['account'];
  const account = hostStyle ?? decodeName(segments.shift() ?? '');
  const container = decodeName(segments.shift() ?? '');
  const blob = decodeName(segments.join('/'));
  return {
    account: account.toLowerCase(),
    container: container === '' ? undefined : container,
    blob: blob === '' ? undefined : checkBlobName(blob),
  };
}

/**
 * Refuses names that could mean something else than a plain relative path to whoever lays the blobs out as files: `.` and `..`
 * as segments, a leading slash, NUL, backslashes, and names over the service's limits.
 */
export function checkBlobName(name: string): string {
  const segments = name.replace(/\/$/, '').split('/');
  const escapes = segments.some((it) => it === '' || it === '.' || it === '..') || name.includes('\0') || name.includes('\\');
  const tooLong = name.length > MOST_CHARACTERS || segments.length > MOST_SEGMENTS;
  const unstorable = segments.some((it) => Buffer.byteLength(it) > 255);
  if (escapes || tooLong || unstorable) {
    throw new BlobError(400, 'InvalidUri', 'The requested URI does not represent any resource on the server.');
  }
  return name;
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BlobError(400, 'InvalidUri', 'The requested URI does not represent any resource on the server.');
  }
}
