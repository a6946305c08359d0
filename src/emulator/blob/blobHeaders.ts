import type { BlobRecord } from './blobRecord';

export function httpDate(iso: string): string {
  return new Date(iso).toUTCString();
}

/** Headers that tell of a blob, for GET and HEAD. */
export function blobHeaders(record: BlobRecord): Record<string, string> {
  return {
    'Content-Type': record.contentType,
    ...(record.contentEncoding === undefined ? {} : { 'Content-Encoding': record.contentEncoding }),
    ...(record.cacheControl === undefined ? {} : { 'Cache-Control': record.cacheControl }),
    ETag: record.etag,
    'Last-Modified': httpDate(record.lastModified),
    'Accept-Ranges': 'bytes',
    'x-ms-creation-time': httpDate(record.createdOn),
    'x-ms-blob-type': 'BlockBlob',
    'x-ms-lease-status': 'unlocked',
    'x-ms-lease-state': 'available',
    'x-ms-server-encrypted': 'true',
    ...Object.fromEntries(Object.entries(record.metadata).map(([name, value]) => [`x-ms-meta-${name}`, value])),
  };
}

/** Headers of the answer to a write. */
export function writtenHeaders(record: BlobRecord): Record<string, string> {
  return { ETag: record.etag, 'Last-Modified': httpDate(record.lastModified), 'x-ms-request-server-encrypted': 'true' };
}
