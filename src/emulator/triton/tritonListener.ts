import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface TritonListener {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and is as patient as Triton's HTTP library: no Host is needed, connections stay open, bodies may take
 * their time, and what is not HTTP is hung up on. Port 0 is any free one. Rejects when the port cannot be had.
 */
export async function listen(port: number, handle: RequestListener): Promise<TritonListener> {
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, handle);
  server.on('clientError', (error: Error & { code?: string; rawPacket?: Uint8Array }, socket: Socket) => {
    hangUp(socket, error);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) };
}

/** Methods that Node's parser does not know are methods that Triton refuses; everything else gets no answer. */
function hangUp(socket: Socket, error: Error & { code?: string; rawPacket?: Uint8Array }): void {
  const line =
    error.code === 'HPE_INVALID_METHOD'
      ? /^[A-Z]+ \S+ HTTP\/1\.[01]\r\n/.exec(Buffer.from(error.rawPacket ?? []).toString('latin1'))
      : null;
  if (line === null || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = '{"error":"Method Not Allowed"}';
  socket.end(
    `HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port; // A TCP server that listens has no other kind of address.
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/** Whether a web page may be behind a request, by a host name of its own that leads here or from a page of elsewhere. */
export function isForeign({ method, headers: { host, origin } }: IncomingMessage): boolean {
  // Triton itself answers a request without Host; no browser sends one.
  const hostIsForeign = host !== undefined && !isLoopback(host.replace(/:\d+$/, ''));
  // A page's question beforehand is refused by Triton itself, and nothing is done.
  const originIsForeign =
    method !== 'OPTIONS' && origin !== undefined && !isLoopback(origin.replace(/^https?:\/\//, '').replace(/:\d+$/, ''));
  return hostIsForeign || originIsForeign;
}

function isLoopback(name: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(name.toLowerCase());
}
