import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { BlobError, blobNotFound } from './blobError';
import { blobHeaders } from './blobHeaders';
import type { BlobRecord } from './blobRecord';
import { blobNameOf, header, isNotModified, type BlobRequest } from './blobRequest';

/** Get Blob Properties: HEAD. */
export function headBlob(request: BlobRequest): Promise<void> {
  const record = find(request);
  if (isNotModified(request.incoming, record)) {
    request.response.writeHead(304, blobHeaders(record)).end();
  } else {
    request.response.writeHead(200, { ...blobHeaders(record), ...md5Header(record), 'Content-Length': String(record.size) }).end();
  }
  return Promise.resolve();
}

/** Get Blob, whole or one range of it. */
export async function getBlob(request: BlobRequest): Promise<void> {
  const { incoming, response, container } = request;
  const record = find(request);
  if (isNotModified(incoming, record)) {
    response.writeHead(304, blobHeaders(record)).end();
    return;
  }
  const range = rangeOf(header(incoming, 'x-ms-range') ?? header(incoming, 'range'), record.size);
  if (range) {
    const content = `bytes ${range.start}-${range.end}/${record.size}`;
    const whole = record.contentMd5 === undefined ? {} : { 'x-ms-blob-content-md5': record.contentMd5 };
    const length = String(range.end - range.start + 1);
    response.writeHead(206, { ...blobHeaders(record), ...whole, 'Content-Length': length, 'Content-Range': content });
  } else {
    response.writeHead(200, { ...blobHeaders(record), ...md5Header(record), 'Content-Length': String(record.size) });
  }
  if (record.size === 0) {
    response.end();
  } else {
    await pipeline(createReadStream(container.pathOf(record), range ?? {}), response);
  }
}

function find(request: BlobRequest): BlobRecord {
  const record = request.container.get(blobNameOf(request));
  if (!record) {
    throw blobNotFound();
  }
  return record;
}

function md5Header(record: BlobRecord): Record<string, string> {
  return record.contentMd5 === undefined ? {} : { 'Content-MD5': record.contentMd5 };
}

/** `bytes=a-b` and `bytes=a-`, cut to the size; undefined for no range. Other forms are ignored, as RFC 9110 (14.2) allows. */
function rangeOf(text: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(?<start>\d{1,15})-(?<end>\d{0,15})$/.exec(text ?? '')?.groups;
  if (!match) {
    return undefined;
  }
  const start = Number(match['start']);
  const end = match['end'] ? Math.min(Number(match['end']), size - 1) : size - 1;
  if (start >= size || end < start) {
    const message = 'The range specified is invalid for the current size of the resource.';
    throw new BlobError(416, 'InvalidRange', message, { 'Content-Range': `bytes */${size}` });
  }
  return { start, end };
}
