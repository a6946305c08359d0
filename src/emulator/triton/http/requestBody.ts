import type { IncomingMessage } from 'node:http';
import { invalidArgument } from '../tritonError';

/** What a client announces is believed up to here; a longer body is gathered piece by piece. */
const BELIEVED = 16 * 1024 * 1024;
/** No body may be longer. Triton has no limit but its memory. */
const MOST_BYTES = 2 ** 30;
/** Tensors are viewed in place where their bytes lie on a multiple of the element's width, at most 8. */
const ALIGNMENT = 8;

/**
 * Reads a body into memory of its own, so that its tensors can move to a worker without a copy. `headerLength` bytes are JSON; the
 * first byte after them is put on a multiple of 8.
 */
export async function readBody(request: IncomingMessage, headerLength = 0): Promise<Uint8Array> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const pad = (ALIGNMENT - (Math.max(0, headerLength) % ALIGNMENT)) % ALIGNMENT;
  let block = new Uint8Array(Math.min(announced, BELIEVED) + pad);
  let end = pad;
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    if (!(piece instanceof Uint8Array)) {
      throw new Error('a request body comes in bytes');
    }
    if (end + piece.byteLength > MOST_BYTES) {
      throw invalidArgument(`request body exceeds the maximum of ${MOST_BYTES} bytes that the emulator takes`);
    }
    if (end + piece.byteLength > block.byteLength) {
      const larger = new Uint8Array(Math.max(end + piece.byteLength, block.byteLength * 2));
      larger.set(block.subarray(0, end));
      block = larger;
    }
    block.set(piece, end);
    end += piece.byteLength;
  }
  return block.subarray(pad, end);
}
