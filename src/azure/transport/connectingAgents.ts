import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';

/** Connections that are kept open between requests, and given up when they do not come about in time. */
export interface ConnectingAgents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** `limit`: milliseconds for name, TCP and TLS together. */
export function connectingAgents(limit: number): ConnectingAgents {
  return {
    http: withLimit(new HttpAgent({ keepAlive: true }), 'connect', limit),
    https: withLimit(new HttpsAgent({ keepAlive: true }), 'secureConnect', limit),
  };
}

function withLimit<A extends HttpAgent>(agent: A, connected: 'connect' | 'secureConnect', limit: number): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket) {
      destroyUnless(socket, connected, limit);
    }
    return socket;
  };
  return agent;
}

function destroyUnless(stream: Duplex, connected: string, limit: number): void {
  const timer = setTimeout(() => {
    stream.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }));
  }, limit);
  const done = (): void => {
    clearTimeout(timer);
  };
  stream.once(connected, done);
  stream.once('close', done);
}
