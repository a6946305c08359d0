import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What arrived, measured on the way. */
export interface Received {
  readonly size: number;
  /** Base64, as in Content-MD5. */
  readonly md5: string;
}

/**
 * Writes a stream to a new file and onto the disk without ever holding more than a chunk of it. When it breaks off, or the disk is full,
 * the file is gone again.
 */
export async function receiveInto(path: string, source: Readable): Promise<Received> {
  const hash = createHash('md5');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      hash.update(chunk);
      size += chunk.length;
      done(undefined, chunk);
    },
  });
  try {
    // destroyOnReturn: a disk that is full must not close the connection on which the client is to be told.
    await pipeline(
      source.iterator({ destroyOnReturn: false }),
      measure,
      createWriteStream(path, { flags: 'wx', flush: true, highWaterMark: 1024 * 1024 }),
    );
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { size, md5: hash.digest('base64') };
}
