import type { Log } from '../../base/log';
import { isWireRequest, type RequestHandlers, type RequestMap, type WireReply } from '../../protocol/channel';

/** What of a webview the requests need. */
export interface RequestPort {
  readonly onDidReceiveMessage: (listener: (raw: unknown) => unknown) => { dispose(): void };
  postMessage(message: unknown): PromiseLike<boolean>;
}

/** Answers every request of one panel until the panel closes. Whatever is not a request that this panel knows is dropped. */
export function serveRequests<R extends RequestMap<R>>(
  webview: RequestPort,
  handlers: RequestHandlers<R>,
  closed: AbortSignal,
  log: Log,
): { dispose(): void } {
  return webview.onDidReceiveMessage(async (raw: unknown) => {
    if (!isWireRequest(raw) || !isMethod(handlers, raw.method)) {
      log.warn('ignored an unknown message from the webview');
      return;
    }
    const handler = handlers[raw.method];
    let reply: WireReply;
    try {
      reply = { id: raw.id, ok: true, result: await handler.run(handler.decode(raw.params), closed) };
    } catch (error) {
      log.error(`webview request ${raw.method} failed`, error);
      reply = { id: raw.id, ok: false, message: error instanceof Error ? error.message : String(error) };
    }
    if (!closed.aborted) {
      await webview.postMessage(reply);
    }
  });
}

function isMethod<R extends RequestMap<R>>(handlers: RequestHandlers<R>, method: string): method is keyof R & string {
  return Object.hasOwn(handlers, method);
}
