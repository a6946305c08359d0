import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { methodRefusal } from './http/router';

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
  const server = createServer({
    requireHostHeader: false,
    keepAliveTimeout: 0,
    requestTimeout: 0,
    headersTimeout: 0,
    maxHeaderSize: LONGEST_HEAD,
  });
  const busy = new Map<Socket, IncomingMessage[]>();
  const serve: RequestListener = (request, response) => {
    const { socket } = request;
    if (!isReadable(request)) {
      socket.destroy();
      return;
    }
    busy.set(socket, [...(busy.get(socket) ?? []), request]);
    response.once('close', () => {
      const left = (busy.get(socket) ?? []).filter((one) => one !== request);
      busy.set(socket, left);
      if (left.length === 0) {
        busy.delete(socket);
        socket.emit(ANSWERED);
      }
    });
    handle(request, response);
  };
  server.on('request', serve);
  // An expectation other than 100-continue is taken for one.
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    response.writeContinue();
    serve(request, response);
  });
  // Node would hang up: it serves no tunnels, and neither does Triton, which says so.
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
    if (/^(?:[/*]|$)/.test(url)) {
      socket.destroy();
    } else {
      // Of an address it takes all for the host, and of a host without a scheme what follows for the path.
      refuse(socket, /^https?:/i.test(url) ? '' : url.replace(/^[^/]*/, ''));
    }
  });
  server.on('clientError', (error: ParserError, socket: Socket) => {
    const pending = busy.get(socket) ?? [];
    if (pending.length > 0 && pending.every((request) => request.complete)) {
      // What follows a request that is being answered is no request: the answer still goes out.
      socket.once(ANSWERED, () => socket.destroy());
    } else {
      hangUp(socket, error);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) };
}

/** All headers together, bytes. Triton has no limit; this one is beyond what any client sends. */
const LONGEST_HEAD = 256 * 1024;
/** Triton's HTTP library hangs up on a path or a header that is longer (libevhtp, parser.c). */
const LONGEST_TOKEN = 8190;

/** Whether Triton's HTTP library would answer; it hangs up on other targets than paths and addresses. */
function isReadable({ url = '', rawHeaders, httpVersionMajor }: IncomingMessage): boolean {
  return httpVersionMajor > 0 && isTarget(url) && [url, ...rawHeaders].every((text) => text.length <= LONGEST_TOKEN);
}

function isTarget(url: string): boolean {
  return /^(?:\/|https?:\/\/)/i.test(url);
}

/** Emitted on a socket when the last answer due on it is out. */
const ANSWERED = 'answered';

type ParserError = Error & { readonly code?: string; readonly rawPacket?: Uint8Array };

/** Methods that Node's parser does not know are methods that Triton refuses; everything else gets no answer. */
function hangUp(socket: Socket, error: ParserError): void {
  const packet = error.code === 'HPE_INVALID_METHOD' ? Buffer.from(error.rawPacket ?? []).toString('latin1') : '';
  const [, target] = /^[A-Z]+ +(\S+) +HTTP\/1\.[01]\r\n/.exec(packet) ?? [];
  if (target === undefined || !isTarget(target) || !socket.writable) {
    socket.destroy();
    return;
  }
  refuse(socket, target);
}

/** An answer on a connection that Node's HTTP has let go of, which ends with it. */
function refuse(socket: Socket, target: string): void {
  const { status, contentType, parts } = methodRefusal(target);
  const reason = status === 404 ? 'Not Found' : 'Not Allowed';
  const body = Buffer.concat(parts);
  socket.write(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.byteLength}\r\nConnection: close\r\n\r\n`,
  );
  socket.end(body);
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
