import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobError } from './blobError';
import { blobNameOf, type BlobRequest } from './blobRequest';
import { blockFileName } from './blockIds';
import { checkMd5 } from './putBlob';
import { receiveInto } from './receivedFile';

/** Put Block: a part of a blob that nobody sees before Put Block List. */
export async function putBlock(request: BlobRequest): Promise<void> {
  const { incoming, response, container } = request;
  const file = blockFileName(request.query.get('blockid') ?? '');
  const folder = container.blockFolder(blobNameOf(request));
  await mkdir(folder, { recursive: true });
  const other = (await readdir(folder)).find((it) => it.length !== file.length);
  if (other !== undefined) {
    throw new BlobError(
      400,
      'InvalidBlobOrBlock',
      'The specified blob or block content is invalid: all block ids of a blob must have the same length.',
    );
  }
  const upload = container.newUpload();
  const received = await receiveInto(upload, incoming);
  try {
    checkMd5(incoming, received);
    await rename(upload, join(folder, file));
  } catch (error) {
    await rm(upload, { force: true });
    throw error;
  }
  response.writeHead(201, { 'Content-MD5': received.md5, 'x-ms-request-server-encrypted': 'true', 'Content-Length': '0' }).end();
}
