import { Agent as HttpAgent, request as requestHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface Forwarder {
  /** Lets the server answer a request; 503 in Triton's form when it cannot be reached. Never throws. */
  forward(request: IncomingMessage, response: ServerResponse): void;
  /** Ends the connections. */
  close(): void;
}

/** Headers that are about one connection, and the secret of the endpoint, which is none of the server's business. */
const notPassed = new Set(['connection', 'keep-alive', 'expect', 'upgrade', 'proxy-authorization', 'host', 'authorization']);

/** Passes requests on to a server as they come, bodies of any length in pieces. */
export function forwardTo(base: URL): Forwarder {
  const isSecure = base.protocol === 'https:';
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const prefix = base.pathname.replace(/\/$/, '');
  return {
    forward: (request, response) => {
      const { method, url = '/', headers } = request;
      const onward = (isSecure ? requestHttps : requestHttp)(base, { agent, method, path: prefix + url, headers: passed(headers) });
      onward.on('response', (answer) => {
        respond(answer, response);
      });
      onward.on('error', (error) => {
        giveUp(request, response, error);
      });
      // Whoever asked has gone: nobody waits for the answer.
      response.once('close', () => onward.destroy());
      request.pipe(onward);
    },
    close: () => {
      agent.destroy();
    },
  };
}

function passed(headers: NodeJS.Dict<string | string[]>): NodeJS.Dict<string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !notPassed.has(name)));
}

function respond(answer: IncomingMessage, response: ServerResponse): void {
  response.sendDate = false;
  response.writeHead(answer.statusCode ?? 502, passed(answer.headers));
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

function giveUp(request: IncomingMessage, response: ServerResponse, error: Error): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  request.resume();
  const body = JSON.stringify({ error: `the Triton server did not answer: ${error.message}` });
  response.writeHead(503, { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) });
  response.end(body);
}
