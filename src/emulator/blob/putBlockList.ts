import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { BlobError } from './blobError';
import { writtenHeaders } from './blobHeaders';
import type { BlobRecord } from './blobRecord';
import { blobNameOf, checkWriteConditions, header, type BlobRequest } from './blobRequest';
import { blockFileName } from './blockIds';
import { parseBlockList, type BlockEntry } from './blockList';
import { checkMd5, describe } from './putBlob';
import { readText } from './readText';
import { receiveInto } from './receivedFile';

/** A block that was found: which bytes of which file. */
interface Part {
  readonly id: string;
  readonly file: string;
  readonly start: number;
  readonly size: number;
}

/** Put Block List: makes a blob of blocks that were put before, and of blocks that it already consists of. */
export async function putBlockList(request: BlobRequest): Promise<void> {
  const name = blobNameOf(request);
  const list = await readText(request.incoming);
  checkMd5(request.incoming, list);
  await request.container.inTurn(name, () => commit(request, name, list.text));
}

/** A commit that came twice, because its first answer took too long, finds the blob as it should be and copies nothing. */
function isAsItWas(parts: readonly Part[], before: (BlobRecord & { path: string }) | undefined): before is BlobRecord & { path: string } {
  const blocks = before?.blocks ?? [];
  return blocks.length > 0 && blocks.length === parts.length && parts.every((it, i) => it.file === before?.path && it.id === blocks[i]?.id);
}

async function commit({ incoming, response, container }: BlobRequest, name: string, list: string): Promise<void> {
  const present = container.get(name);
  const before = present && { ...present, path: container.pathOf(present) };
  const parts = await findParts(parseBlockList(list), container.blockFolder(name), before);
  if (isAsItWas(parts, before)) {
    response.writeHead(201, { ...writtenHeaders(before), 'Content-Length': '0' }).end();
    return;
  }
  checkWriteConditions(incoming, before);
  const upload = container.newUpload();
  await receiveInto(upload, Readable.from(bytesOf(parts), { objectMode: false }));
  const contentMd5 = header(incoming, 'x-ms-blob-content-md5');
  try {
    checkWriteConditions(incoming, container.get(name));
    const written = await container.publish(upload, {
      ...describe(incoming, name, container.get(name)),
      // The body is XML, so its type is not the blob's.
      contentType: header(incoming, 'x-ms-blob-content-type') ?? 'application/octet-stream',
      size: parts.reduce((sum, it) => sum + it.size, 0),
      ...(contentMd5 === undefined ? {} : { contentMd5 }),
      blocks: parts.map(({ id, size }) => ({ id, size })),
    });
    await rm(container.blockFolder(name), { recursive: true, force: true });
    response.writeHead(201, { ...writtenHeaders(written), 'Content-Length': '0' }).end();
  } catch (error) {
    await rm(upload, { force: true });
    throw error;
  }
}

async function findParts(
  entries: readonly BlockEntry[],
  blockFolder: string,
  before: (BlobRecord & { path: string }) | undefined,
): Promise<Part[]> {
  const uncommitted = new Set(await readdir(blockFolder).catch(() => []));
  const committed = committedParts(before);
  const parts: Part[] = [];
  for (const { id, from } of entries) {
    const name = blockFileName(id);
    if (from !== 'Committed' && uncommitted.has(name)) {
      const file = join(blockFolder, name);
      parts.push({ id, file, start: 0, size: (await stat(file)).size });
      continue;
    }
    const old = from === 'Uncommitted' ? undefined : committed.get(id);
    if (!old) {
      throw new BlobError(400, 'InvalidBlockList', 'The specified block list is invalid.');
    }
    parts.push(old);
  }
  return parts;
}

function committedParts(before: (BlobRecord & { path: string }) | undefined): Map<string, Part> {
  const parts = new Map<string, Part>();
  let start = 0;
  for (const { id, size } of before?.blocks ?? []) {
    parts.set(id, { id, file: before?.path ?? '', start, size });
    start += size;
  }
  return parts;
}

async function* bytesOf(parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const { file, start, size } of parts) {
    if (size > 0) {
      yield* createReadStream(file, { start, end: start + size - 1, highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>; // no encoding is set
    }
  }
}
