import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlobError } from './blobError';
import type { Received } from './receivedFile';

/** Enough for 50,000 block ids of the longest kind. */
const MOST_BYTES = 8 * 1024 * 1024;

/** The body of a request that carries XML. */
export async function readText(incoming: IncomingMessage): Promise<Received & { readonly text: string }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) {
      throw new BlobError(413, 'RequestBodyTooLarge', 'The request body is too large and exceeds the maximum permissible limit.');
    }
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return { size, md5: createHash('md5').update(bytes).digest('base64'), text: bytes.toString('utf8') };
}
