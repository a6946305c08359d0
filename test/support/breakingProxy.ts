import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface BreakingProxy {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Bytes that clients have sent. */
  readonly sent: () => number;
  readonly resets: () => number;
  close(): Promise<void>;
}

/** Passes TCP on, and resets a connection once it has carried so many bytes towards the server, for so many connections. */
export async function startBreakingProxy(target: string, bytesPerConnection: number, connections = Infinity): Promise<BreakingProxy> {
  const [host = '', port = ''] = target.split(':');
  const open = new Set<Socket>();
  let sent = 0;
  let resets = 0;
  let seen = 0;
  const server = createServer((client) => {
    const breaks = seen++ < connections;
    const upstream = connect(Number(port), host);
    let carried = 0;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
    upstream.pipe(client);
    client.on('data', (data: Buffer) => {
      carried += data.length;
      sent += data.length;
      if (breaks && carried > bytesPerConnection) {
        resets += 1;
        client.resetAndDestroy();
        upstream.resetAndDestroy();
      } else if (!upstream.write(data)) {
        client.pause();
        upstream.once('drain', () => client.resume());
      }
    });
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => sent,
    resets: () => resets,
    close: async () => {
      open.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
