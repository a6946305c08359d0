import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';

/** PEM texts of a certificate (chain) and its private key. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`, or https where a certificate was given. */
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. Port 0 is any free one. Rejects with the system's error (`EADDRINUSE`, `EACCES`) when it cannot. */
export async function listenOnLoopback(port: number, handle: RequestListener, tls?: Tls): Promise<LoopbackServer> {
  const server = tls ? createHttpsServer(tls, handle) : createHttpServer(handle);
  // Longer than clients keep idle connections, so that it is the client that closes and no request meets a closing socket.
  server.keepAliveTimeout = 120_000;
  // Uploads of many gigabytes take as long as they take.
  server.requestTimeout = 0;
  await listening(server, port);
  const actual = (server.address() as AddressInfo).port; // a listening TCP server has no other kind of address
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${actual}`,
    port: actual,
    close: async () => {
      const closed = new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
      server.closeAllConnections();
      await closed;
    },
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
