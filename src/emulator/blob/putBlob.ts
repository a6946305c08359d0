import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { BlobError } from './blobError';
import { writtenHeaders } from './blobHeaders';
import type { BlobRecord } from './blobRecord';
import { blobNameOf, checkWriteConditions, header, metadataOf, type BlobRequest } from './blobRequest';
import { receiveInto, type Received } from './receivedFile';

/** Put Blob: the whole content in one request. */
export async function putBlob(request: BlobRequest): Promise<void> {
  const { incoming, response, container } = request;
  const name = blobNameOf(request);
  if (header(incoming, 'x-ms-blob-type')?.toLowerCase() !== 'blockblob') {
    throw new BlobError(400, 'InvalidHeaderValue', 'The emulator stores block blobs only: x-ms-blob-type must be BlockBlob.');
  }
  checkWriteConditions(incoming, container.get(name));
  const upload = container.newUpload();
  const received = await receiveInto(upload, incoming);
  try {
    checkMd5(incoming, received);
    // Somebody else may have been faster while the bytes came in.
    checkWriteConditions(incoming, container.get(name));
    const record = { ...describe(incoming, name, container.get(name)), size: received.size, contentMd5: received.md5, blocks: [] };
    const written = await container.publish(upload, record);
    await rm(container.blockFolder(name), { recursive: true, force: true });
    response.writeHead(201, { ...writtenHeaders(written), 'Content-MD5': received.md5, 'Content-Length': '0' }).end();
  } catch (error) {
    await rm(upload, { force: true });
    throw error;
  }
}

export function checkMd5(incoming: IncomingMessage, received: Received): void {
  const given = header(incoming, 'content-md5');
  if (given !== undefined && given !== received.md5) {
    throw new BlobError(
      400,
      'Md5Mismatch',
      'The MD5 value specified in the request did not match with the MD5 value calculated by the server.',
    );
  }
}

/** What the headers of a write say of a blob, but for its content. */
export function describe(
  incoming: IncomingMessage,
  name: string,
  before: BlobRecord | undefined,
): Omit<BlobRecord, 'file' | 'size' | 'blocks'> {
  const now = new Date().toISOString();
  const contentEncoding = header(incoming, 'x-ms-blob-content-encoding');
  const cacheControl = header(incoming, 'x-ms-blob-cache-control');
  return {
    name,
    etag: newEtag(),
    createdOn: before?.createdOn ?? now,
    lastModified: now,
    contentType: header(incoming, 'x-ms-blob-content-type') ?? header(incoming, 'content-type') ?? 'application/octet-stream',
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(cacheControl === undefined ? {} : { cacheControl }),
    metadata: metadataOf(incoming),
  };
}

/** Azure's look like `"0x8DC1A2B3C4D5E6F"`. */
export function newEtag(): string {
  return `"0x${randomUUID().replaceAll('-', '').slice(0, 15).toUpperCase()}"`;
}
