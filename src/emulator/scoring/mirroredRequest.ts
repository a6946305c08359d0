import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Log } from '../../base/log';
import { onBody } from '../onBody';

/** What a copy may hold; a larger request is not mirrored. */
const MOST_BYTES = 64 * 1024 * 1024;
const PATIENCE_MILLISECONDS = 300_000;

/** Headers that are about the connection on which the original came. */
const ofConnection = new Set(['transfer-encoding', 'connection', 'expect', 'keep-alive']);

/**
 * Sends a copy of a request, with headers added, to the port on which it came, and drops the answer. The copy leaves when the request
 * has arrived as a whole, on a connection of its own: whoever sent the request waits for nothing of it.
 */
export function sendCopy(request: IncomingMessage, added: Readonly<Record<string, string>>, log: Log): void {
  const chunks: Buffer[] = [];
  let size = 0;
  onBody(request, (chunk) => {
    if (chunk !== null) {
      size += chunk.length;
      if (size <= MOST_BYTES) {
        chunks.push(chunk);
      }
    } else if (size <= MOST_BYTES) {
      setImmediate(() => {
        send(request, added, Buffer.concat(chunks), log);
      });
    }
    return chunk;
  });
}

function send(original: IncomingMessage, added: Readonly<Record<string, string>>, body: Buffer, log: Log): void {
  const headers = Object.fromEntries(Object.entries(original.headers).filter(([name]) => !ofConnection.has(name)));
  const options: RequestOptions = {
    host: '127.0.0.1',
    port: original.socket.localPort,
    method: original.method,
    path: original.url,
    headers: { ...headers, ...added, 'content-length': String(body.length) },
    agent: false,
    timeout: PATIENCE_MILLISECONDS,
  };
  // Our own port and our own certificate, which need not be one that this computer trusts.
  const copy = 'encrypted' in original.socket ? requestHttps({ ...options, rejectUnauthorized: false }) : requestHttp(options);
  copy.on('response', (answer) => answer.resume());
  copy.on('timeout', () => copy.destroy());
  copy.on('error', (error) => {
    log.warn(`a mirrored request failed: ${error.message}`);
  });
  copy.end(body);
}
