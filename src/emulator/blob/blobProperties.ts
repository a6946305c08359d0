import { blobNotFound } from './blobError';
import { writtenHeaders } from './blobHeaders';
import type { BlobRecord } from './blobRecord';
import { blobNameOf, checkWriteConditions, metadataOf, type BlobRequest } from './blobRequest';
import { newEtag } from './putBlob';

/** Set Blob Metadata: replaces all of it. */
export async function setMetadata(request: BlobRequest): Promise<void> {
  const record = find(request);
  const changed = { ...record, metadata: metadataOf(request.incoming), etag: newEtag(), lastModified: new Date().toISOString() };
  await request.container.update(changed);
  request.response.writeHead(200, { ...writtenHeaders(changed), 'Content-Length': '0' }).end();
}

/** Delete Blob. */
export async function deleteBlob(request: BlobRequest): Promise<void> {
  await request.container.delete(find(request));
  request.response.writeHead(202, { 'x-ms-delete-type-permanent': 'true', 'Content-Length': '0' }).end();
}

function find(request: BlobRequest): BlobRecord {
  const record = request.container.get(blobNameOf(request));
  if (!record) {
    throw blobNotFound();
  }
  checkWriteConditions(request.incoming, record);
  return record;
}
