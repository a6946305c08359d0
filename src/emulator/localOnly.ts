import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** `triton` answers a request without Host, and a page's question beforehand (OPTIONS), which changes nothing: with a plain 405. */
type Patience = 'azure' | 'triton';

/** Lets through what comes from this machine and from no web page; `refuse` answers 403 in the form of the service behind. */
export function localOnly(
  handle: RequestListener,
  refuse: (response: ServerResponse, reason: string) => void,
  patience: Patience = 'azure',
): RequestListener {
  return (request, response) => {
    const reason = foreignCaller(request, patience);
    if (reason === undefined) {
      handle(request, response);
    } else {
      request.resume();
      refuse(response, reason);
    }
  };
}

export function refuseJson(response: ServerResponse, reason: string): void {
  response.writeHead(403, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: { code: 'Forbidden', message: reason } }));
}

/** The form of Triton. */
export function refuseAsTriton(response: ServerResponse, reason: string): void {
  response.writeHead(403, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: reason }));
}

/** The form of the blob service. */
export function refuseXml(response: ServerResponse, reason: string): void {
  response.writeHead(403, { 'Content-Type': 'application/xml', 'x-ms-error-code': 'AuthorizationFailure' });
  response.end(`<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthorizationFailure</Code><Message>${reason}</Message></Error>`);
}

/**
 * Why a request must not be answered, or undefined when it may. A web page can send requests to 127.0.0.1: by a host name that
 * it lets resolve to it (then `Host` is foreign), or from a page of elsewhere (then `Origin` is). The emulator has no use for
 * either: nothing of it is meant for browsers.
 */
function foreignCaller(request: IncomingMessage, patience: Patience): string | undefined {
  const { host, origin } = request.headers;
  if (host === undefined ? patience === 'azure' : !isLoopback(host)) {
    return 'The emulator answers to loopback host names only (127.0.0.1, localhost).';
  }
  const isQuestion = patience === 'triton' && request.method === 'OPTIONS';
  if (!isQuestion && origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return 'The emulator does not answer web pages.';
  }
  return undefined;
}

/** `localhost` and all below it are loopback by RFC 6761. */
function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === '127.0.0.1' || name === '[::1]' || name === 'localhost' || name.endsWith('.localhost');
}
