import { promisify } from 'node:util';
import { constants, deflate, gunzip, gzip, inflate } from 'node:zlib';
import { TritonError } from '../tritonError';

export type Coding = 'gzip' | 'deflate';

/** A request may not swell beyond this. */
const MOST_BYTES = 2 ** 30;

/** Undoes a request's Content-Encoding. What is no such stream counts as empty, and a stream that is cut short as far as it goes. */
export async function decompress(body: Uint8Array, coding: string | undefined): Promise<Uint8Array> {
  if (coding === undefined || coding === 'identity') {
    return body;
  }
  if (coding !== 'gzip' && coding !== 'deflate') {
    throw new TritonError('UNSUPPORTED', 'Unsupported compression type');
  }
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES };
  try {
    const plain = await promisify(coding === 'gzip' ? gunzip : inflate)(body, options);
    // Memory of its own: a pooled buffer could not move to a worker.
    return Uint8Array.from(plain);
  } catch {
    return new Uint8Array(0); // Triton takes what cannot be read for nothing, and complains about that.
  }
}

export async function compress(parts: readonly Uint8Array[], coding: Coding): Promise<Uint8Array> {
  return promisify(coding === 'gzip' ? gzip : deflate)(Buffer.concat(parts));
}

/** The coding of the answer that a client likes best; undefined = plain. Of equal ones the first (http_server.cc, GetResponseCompressionType). */
export function preferredCoding(acceptEncoding: string | undefined): Coding | undefined {
  let best: { readonly name: string; readonly weight: number } = { name: 'identity', weight: 0 };
  for (const entry of (acceptEncoding ?? '').split(',')) {
    const [name = '', ...parameters] = entry.trimStart().split(';');
    const quality = parameters
      .map((parameter) => parameter.trim())
      .find((parameter) => parameter.startsWith('q='))
      ?.slice(2);
    const weight = quality === undefined ? 1 : Number(quality);
    if ((name === 'gzip' || name === 'deflate' || name === 'identity') && weight > best.weight) {
      best = { name, weight };
    }
  }
  return best.name === 'gzip' || best.name === 'deflate' ? best.name : undefined;
}
