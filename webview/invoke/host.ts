import { isWireEvent, isWireReply, type EventHandlers, type WireRequest } from '../../src/protocol/channel';
import type { InvokePanelEvents, InvokePanelRequests, SavedPanel } from '../../src/protocol/invokePanel';

/** What VS Code puts into every webview; vscode.d.ts of the webview API. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

type Requests = InvokePanelRequests;

/** The extension host as the page sees it. */
export interface Host {
  /** Rejects with the host's words when it could not do it. */
  request<M extends keyof Requests>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result']>;
  /** Asks without waiting: what comes of it comes as the next state. */
  tell<M extends keyof Requests>(method: M, params: Requests[M]['params']): void;
  save(saved: SavedPanel): void;
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Connects to the host. Messages that are neither replies nor events known here are dropped. */
export function connectHost(events: EventHandlers<InvokePanelEvents>): Host {
  const api = acquireVsCodeApi();
  const waiting = new Map<number, Waiting>();
  let last = 0;
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isWireReply(data)) {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.ok) {
        // The reply's type follows from the request that has this id; both ends are compiled against one contract.
        asked?.resolve(data.result as never);
      } else {
        asked?.reject(new Error(data.message));
      }
    } else if (isWireEvent(data) && data.event === 'stateChanged') {
      events.stateChanged(data.payload as InvokePanelEvents['stateChanged']);
    }
  });
  const request: Host['request'] = (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      const message: WireRequest = { id: last, method, params };
      waiting.set(last, { resolve, reject });
      api.postMessage(message);
    });
  return {
    request,
    tell: (method, params) => {
      request(method, params).catch(() => undefined); // the host has logged it, and shows failures as state
    },
    save: (saved) => {
      api.setState(saved);
    },
  };
}
