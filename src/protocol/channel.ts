/** A panel's requests: method name -> what the webview sends and what the host answers. */
export type RequestMap<R> = { readonly [K in keyof R]: { readonly params: unknown; readonly result: unknown } };

/** Host side. Leaving a method out does not compile. `decode` rejects what the webview should not have sent. */
export type RequestHandlers<R extends RequestMap<R>> = {
  readonly [K in keyof R]: {
    readonly decode: (raw: unknown) => R[K]['params'];
    readonly run: (params: R[K]['params'], signal: AbortSignal) => Promise<R[K]['result']>;
  };
};

/** Webview side. Leaving an event out does not compile. */
export type EventHandlers<E> = { readonly [K in keyof E]: (payload: E[K]) => void };

export interface WireRequest {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

export type WireReply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

export interface WireEvent {
  readonly event: string;
  readonly payload: unknown;
}

export function isWireRequest(raw: unknown): raw is WireRequest {
  return (
    typeof raw === 'object' &&
    raw !== null &&
    'id' in raw &&
    typeof raw.id === 'number' &&
    'method' in raw &&
    typeof raw.method === 'string'
  );
}

export function isWireReply(raw: unknown): raw is WireReply {
  if (typeof raw !== 'object' || raw === null || !('id' in raw) || typeof raw.id !== 'number' || !('ok' in raw)) {
    return false;
  }
  return raw.ok === true ? 'result' in raw : raw.ok === false && 'message' in raw && typeof raw.message === 'string';
}

export function isWireEvent(raw: unknown): raw is WireEvent {
  return typeof raw === 'object' && raw !== null && 'event' in raw && typeof raw.event === 'string' && 'payload' in raw;
}
