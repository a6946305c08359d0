import type { IncomingMessage } from 'node:http';

/** Runs `seen` for every chunk of the request's body before the service reads it; `null` is its end. What it returns is read instead. */
export function onBody(request: IncomingMessage, seen: (chunk: Buffer | null) => Buffer | null): void {
  // Node's parser hands every chunk to push; a listener for 'data' would take them away from the service.
  const push = request.push.bind(request);
  Object.assign(request, { push: (chunk: Buffer | null) => push(seen(chunk)) });
}
