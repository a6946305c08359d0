import type { RequestListener } from 'node:http';
import type { Log } from '../../base/log';
import { errorCode } from '../../base/systemError';
import { scoringHandler } from './scoringHandler';
import type { FindScoringEndpoint } from './scoringEndpoint';

/** A server that listens on loopback; `port` 0 asks for any free one. Rejects with EADDRINUSE when it is taken. */
type Listen = (port: number, handle: RequestListener) => Promise<Listener>;

interface Listener {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * One port for each endpoint, because an Azure endpoint is an origin of its own and Triton's paths hang off its root.
 * An endpoint keeps its port over restarts while nobody else has taken it.
 */
export class ScoringPortTable {
  private readonly listeners = new Map<string, Listener>();

  constructor(
    private readonly listen: Listen,
    private readonly find: FindScoringEndpoint,
    private readonly log: Log,
  ) {}

  /** The address of an endpoint, opened on first use. */
  async open(endpointId: string, preferredPort = 0): Promise<{ origin: string; port: number }> {
    const key = endpointId.toLowerCase();
    const listener = this.listeners.get(key) ?? (await this.listenOn(preferredPort, scoringHandler(endpointId, this.find, this.log)));
    this.listeners.set(key, listener);
    return { origin: listener.origin, port: listener.port };
  }

  async close(endpointId: string): Promise<void> {
    const key = endpointId.toLowerCase();
    const listener = this.listeners.get(key);
    this.listeners.delete(key);
    await listener?.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.listeners.values()].map((it) => it.close()));
    this.listeners.clear();
  }

  private async listenOn(port: number, handle: RequestListener): Promise<Listener> {
    try {
      return await this.listen(port, handle);
    } catch (error) {
      if (port !== 0 && errorCode(error) === 'EADDRINUSE') {
        return this.listen(0, handle);
      }
      throw error;
    }
  }
}
