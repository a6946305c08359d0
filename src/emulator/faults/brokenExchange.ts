import type { IncomingMessage, ServerResponse } from 'node:http';

/** Ends the connection as a crash of the other side does: the client sees ECONNRESET. */
export function reset(request: IncomingMessage): void {
  const { socket } = request;
  if ('encrypted' in socket) {
    socket.destroy(); // what is below TLS cannot be reset from here
  } else {
    socket.resetAndDestroy();
  }
}

/** Sends the first half of what the service writes first, then does `next`; the rest goes nowhere. */
export function afterHalf(response: ServerResponse, next: () => void): void {
  const write = response.write.bind(response);
  const nothing = (): boolean => true;
  const half = (chunk?: unknown): ServerResponse => {
    const bytes = bytesOf(chunk);
    Object.assign(response, { write: nothing, end: () => response });
    response.flushHeaders();
    write(bytes.subarray(0, bytes.length >> 1), () => {
      next();
    });
    return response;
  };
  Object.assign(response, {
    write: (chunk: unknown) => {
      half(chunk);
      return true;
    },
    end: half,
  });
}

/** Changes headers of the answer; undefined takes one away. */
export function changeHeaders(response: ServerResponse, headers: Readonly<Record<string, string | undefined>>): void {
  const writeHead = response.writeHead.bind(response);
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const without = (given: object): object => Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name.toLowerCase())));
  const changed = (status: number, ...rest: unknown[]): ServerResponse => {
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) {
        response.removeHeader(name);
      } else {
        response.setHeader(name, value);
      }
    }
    Reflect.apply(writeHead, response, [status, ...rest.map((it) => (isHeaders(it) ? without(it) : it))]);
    return response;
  };
  Object.assign(response, { writeHead: changed });
}

/** Sends headers after the body, which needs one of no announced length. */
export function addTrailers(response: ServerResponse, trailers: Readonly<Record<string, string>>): void {
  changeHeaders(response, { 'Content-Length': undefined, Trailer: Object.keys(trailers).join(', ') });
  const end = response.end.bind(response);
  const ending = (...args: unknown[]): ServerResponse => {
    response.write(bytesOf(args[0]));
    response.addTrailers(trailers);
    return end();
  };
  Object.assign(response, { end: ending });
}

/** Changes the text of an answer that is short enough to be held. */
export function changeText(response: ServerResponse, change: (text: string) => string): void {
  const writeHead = response.writeHead.bind(response);
  const end = response.end.bind(response);
  const chunks: Buffer[] = [];
  let head: unknown[] = [];
  const keep = (chunk?: unknown): void => {
    chunks.push(bytesOf(chunk));
  };
  Object.assign(response, {
    writeHead: (...args: unknown[]) => {
      head = args;
      return response;
    },
    write: (chunk: unknown) => {
      keep(chunk);
      return true;
    },
    end: (chunk?: unknown) => {
      keep(chunk);
      const bytes = Buffer.from(change(Buffer.concat(chunks).toString('utf8')));
      Object.assign(response, { writeHead });
      changeHeaders(response, { 'Content-Length': String(bytes.length) });
      Reflect.apply(response.writeHead.bind(response), undefined, head.length === 0 ? [response.statusCode] : head);
      return end(bytes);
    },
  });
}

/** What a service hands to write and end; nothing where it hands over a callback or nothing. */
function bytesOf(chunk: unknown): Buffer {
  return typeof chunk === 'string' || chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0);
}

function isHeaders(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
