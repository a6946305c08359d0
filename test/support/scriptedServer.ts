import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
}

/**
 * What may happen to a request: an answer, or one of the ways in which networks fail. `reset` closes before an answer, `cut`
 * in the middle of the body, `cutJson` ends a well-formed answer half way, `silence` never answers, `stall` stops in the body.
 */
export type Fate = Answer | 'reset' | 'cut' | 'cutJson' | 'silence' | 'stall';

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** A real HTTP server on loopback whose every answer the test decides. */
export async function startScriptedServer(decide: (request: SeenRequest, index: number) => Fate | Promise<Fate>): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then(async (body) => {
      const seen = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body };
      play(await decide(seen, requests.push(seen) - 1), outgoing);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of incoming) {
      pieces.push(Buffer.from(piece as Uint8Array));
    }
  } catch {
    // The client went away in the middle; what came is what was seen.
  }
  return Buffer.concat(pieces);
}

const someJson = JSON.stringify({ id: '/x', name: 'x', value: [], properties: { padding: 'x'.repeat(200) } });

function play(fate: Fate, outgoing: ServerResponse): void {
  switch (fate) {
    case 'silence':
      return;
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'cut':
    case 'stall':
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': someJson.length });
      outgoing.write(someJson.slice(0, 50), () => {
        if (fate === 'cut') {
          outgoing.socket?.resetAndDestroy();
        }
      });
      return;
    case 'cutJson':
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(someJson.slice(0, 50));
      return;
    default:
      send(fate, outgoing);
  }
}

function send({ status = 200, headers = {}, body }: Answer, outgoing: ServerResponse): void {
  const text = body === undefined || typeof body === 'string' ? (body ?? '') : JSON.stringify(body);
  outgoing.writeHead(status, { ...(text === '' ? {} : { 'content-type': 'application/json' }), ...headers }).end(text);
}
