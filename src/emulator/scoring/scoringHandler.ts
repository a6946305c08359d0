import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../../base/log';
import { chooseDeployment, deploymentHeader } from './chooseDeployment';
import { evenSequence, GOLDEN_STEP, SILVER_STEP } from './evenSequence';
import { sendCopy } from './mirroredRequest';
import { detach, wrapModelErrors } from './containerResponse';
import type { FindScoringEndpoint, ScoringDeployment, ScoringEndpoint } from './scoringEndpoint';

/** What one endpoint's front end keeps between requests. */
interface Front {
  /** Deployment name -> requests that it has not answered yet. */
  readonly inFlight: Map<string, number>;
  readonly traffic: () => number;
  readonly mirror: () => number;
  readonly log: Log;
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The front end of one endpoint: checks the secret, picks the deployment, watches time and load, and lets its container answer. */
export function scoringHandler(endpointId: string, find: FindScoringEndpoint, log: Log): RequestListener {
  const front: Front = { inFlight: new Map<string, number>(), traffic: evenSequence(GOLDEN_STEP), mirror: evenSequence(SILVER_STEP), log };
  return (request, response) => {
    const started = performance.now();
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    response.setHeader('x-request-id', randomUUID());
    echoClientId(request, response);
    response.once('close', () => {
      const endpoint = endpointId.slice(endpointId.lastIndexOf('/') + 1);
      log.info(`${endpoint}: ${request.method ?? ''} ${path} ${response.statusCode} ${Math.round(performance.now() - started)} ms`);
    });
    const admitted = admit(request, find(endpointId), front);
    if ('status' in admitted) {
      refuse(request, response, admitted);
    } else if (path.toLowerCase() === '/swagger.json') {
      sendJson(response, 200, { openapi: '3.0.0', info: { title: admitted.endpoint.name, version: '1.0' }, paths: {} });
    } else {
      mirror(request, admitted, front);
      void forward(request, response, admitted.deployment, front.inFlight);
    }
  };
}

type Admitted = { readonly endpoint: ScoringEndpoint; readonly deployment: ScoringDeployment };

function admit(request: IncomingMessage, endpoint: ScoringEndpoint | undefined, { inFlight, traffic }: Front): Admitted | Refusal {
  if (!endpoint) {
    return { status: 404, code: 'EndpointNotFound', message: 'The endpoint does not exist.' };
  }
  const secret = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
  const accepted = secret === undefined ? 'no' : endpoint.accepts(secret);
  if (accepted === 'no') {
    const what = secret === undefined ? 'key or token is missing' : 'key or token is not valid';
    return { status: 401, code: 'AuthenticationFailed', message: `The ${what}. Send it as "Authorization: Bearer <key or token>".` };
  }
  if (accepted === 'forbidden') {
    const action = 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/score/action';
    return {
      status: 403,
      code: 'AuthorizationFailed',
      message: `The caller is not authorized to perform ${action} on endpoint ${endpoint.name}.`,
    };
  }
  const choice = chooseDeployment(endpoint, pinnedTo(request), traffic);
  if (choice.kind === 'none') {
    return { status: 404, code: 'DeploymentNotFound', message: choice.reason };
  }
  const { deployment } = choice;
  if ((inFlight.get(deployment.name) ?? 0) >= deployment.mostInFlight) {
    const message = `Too many pending requests: deployment ${deployment.name} takes ${deployment.mostInFlight} at once. Raise max_concurrent_requests_per_instance or the number of instances.`;
    return { status: 429, code: 'TooManyPendingRequests', message };
  }
  return { endpoint, deployment };
}

/** Sends copies to the deployment that mirrors, of the share that it is to get. Requests that name a deployment are never mirrored. */
function mirror(request: IncomingMessage, { endpoint }: Admitted, front: Front): void {
  if (endpoint.mirror && pinnedTo(request) === undefined && front.mirror() * 100 < endpoint.mirror.percent) {
    sendCopy(request, { [deploymentHeader]: endpoint.mirror.deployment }, front.log);
  }
}

function pinnedTo(request: IncomingMessage): string | undefined {
  const pinned = request.headers[deploymentHeader];
  const name = Array.isArray(pinned) ? pinned[0] : pinned;
  return name === '' ? undefined : name;
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  deployment: ScoringDeployment,
  inFlight: Map<string, number>,
): Promise<void> {
  const { name, requestTimeoutMilliseconds } = deployment;
  inFlight.set(name, (inFlight.get(name) ?? 0) + 1);
  response.setHeader(deploymentHeader, name);
  const timer = setTimeout(() => {
    timedOut(request, response, deployment);
  }, requestTimeoutMilliseconds);
  response.once('close', () => {
    clearTimeout(timer);
    inFlight.set(name, (inFlight.get(name) ?? 1) - 1);
  });
  const server = await deployment.server();
  if (response.writableEnded || response.destroyed) {
    return;
  }
  wrapModelErrors(response);
  if (server) {
    server(request, response);
  } else {
    request.resume();
    sendJson(response, 503, { error: `the inference server of deployment ${name} is not running` });
  }
}

function timedOut(request: IncomingMessage, response: ServerResponse, { name, requestTimeoutMilliseconds }: ScoringDeployment): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  Reflect.deleteProperty(response, 'writeHead');
  const message = `Deployment ${name} did not answer within its request timeout of ${requestTimeoutMilliseconds} ms.`;
  refuse(request, response, { status: 408, code: 'RequestTimeout', message });
  detach(response);
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, code, message }: Refusal): void {
  // What the client is still sending is read and dropped, or it would see a broken connection instead of the reason.
  request.resume();
  sendJson(response, status, { error: { code, message } });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const payload = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': String(payload.length) });
  response.end(payload);
}

/** `x-ms-client-request-id` comes back cut to 40 letters, digits, `_` and `-`. */
function echoClientId(request: IncomingMessage, response: ServerResponse): void {
  const given = request.headers['x-ms-client-request-id'];
  if (typeof given === 'string') {
    response.setHeader('x-ms-client-request-id', given.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 40));
  }
}
