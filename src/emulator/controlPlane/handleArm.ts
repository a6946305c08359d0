import type { IncomingMessage, RequestListener } from 'node:http';
import { DecodeError } from '../../base/decode';
import type { Log } from '../../base/log';
import { isDiskFull } from '../state/atomicFile';
import { ArmError, badRequest, notSupported } from './armError';
import { armRequest, invalidContent, type ArmRequest } from './armRequest';
import { sendArm, type ArmResponse } from './armResponse';
import { createAccess, type Access } from './authorization';
import type { Directory } from './directory';
import { metadataDocument, metadataPath } from './metadataRoute';
import { RateLimits } from './rateLimits';
import { findRoute, type Route } from './route';

interface ArmHandlerOptions {
  readonly routes: readonly Route[];
  readonly directory: Directory;
  readonly protocol: 'http' | 'https';
  readonly storageSuffix: string;
  readonly throttle: boolean;
  readonly log: Log;
}

/** Every version that clients send is answered in the same shape, so it only has to look like one. */
const API_VERSION = /^\d{4}-\d{2}-\d{2}(-preview)?$/;

/** Turns requests into answers of the route table, and whatever goes wrong into ARM's error body. */
export function handleArm(options: ArmHandlerOptions): RequestListener {
  const access = createAccess(options.directory);
  const limits = new RateLimits(() => performance.now());
  return (incoming, response) => {
    const started = performance.now();
    void limited(incoming, options, limits, access).then((result) => {
      const clientId = incoming.headers['x-ms-client-request-id'];
      sendArm(response, result, typeof clientId === 'string' ? clientId : undefined);
      const path = (incoming.url ?? '').split('?')[0] ?? '';
      options.log.info(`${incoming.method ?? ''} ${path} ${result.status} ${Math.round(performance.now() - started)} ms`);
    });
  };
}

/** Tells how much the caller may still ask, and refuses where that is nothing and refusing was asked for. */
async function limited(incoming: IncomingMessage, options: ArmHandlerOptions, limits: RateLimits, access: Access): Promise<ArmResponse> {
  const { headers, wait } = limits.take(incoming.headers.authorization ?? '', incoming.method ?? 'GET', incoming.url ?? '/');
  if (wait !== undefined && options.throttle) {
    incoming.resume();
    const message = `Number of requests for the subscription exceeded the limit. Please try again after '${wait}' seconds.`;
    return { status: 429, headers: { ...headers, 'Retry-After': String(wait) }, body: { error: { code: 'TooManyRequests', message } } };
  }
  const result = await answer(incoming, options, access);
  return { ...result, headers: { ...headers, ...result.headers } };
}

async function answer(incoming: IncomingMessage, options: ArmHandlerOptions, access: Access): Promise<ArmResponse> {
  try {
    return await routed(armRequest(incoming, options.protocol), options, access);
  } catch (error) {
    const refusal = armError(error, options.log);
    return { status: refusal.status, headers: refusal.headers, body: { error: refusal.body } };
  }
}

async function routed(request: ArmRequest, options: ArmHandlerOptions, access: Access): Promise<ArmResponse> {
  if (request.path.toLowerCase() === metadataPath && request.method === 'GET') {
    return metadataDocument(request, options.directory.tenants[0]?.tenantId ?? 'common', options.storageSuffix);
  }
  access.caller(request);
  if (request.apiVersion === '') {
    throw badRequest('MissingApiVersionParameter', 'The api-version query parameter (?api-version=) is required for all requests.');
  }
  if (!API_VERSION.test(request.apiVersion)) {
    throw badRequest('InvalidApiVersionParameter', `The api-version '${request.apiVersion}' is invalid.`);
  }
  const match = findRoute(options.routes, request.method, request.path);
  switch (match.kind) {
    case 'found':
      return match.route.answer(request, match.values);
    case 'otherMethod':
      throw notSupported(`${request.method} on this resource`);
    case 'none':
      throw notSupported(`the resource ${request.path}`);
  }
}

function armError(error: unknown, log: Log): ArmError {
  if (error instanceof ArmError) {
    return error;
  }
  if (error instanceof DecodeError) {
    return invalidContent(error);
  }
  log.error('a request failed', error);
  return isDiskFull(error)
    ? new ArmError(507, {
        code: 'InsufficientStorage',
        message: 'The disk that holds the state of the emulator is full. Nothing was changed.',
      })
    : new ArmError(500, { code: 'InternalServerError', message: 'The emulator failed to answer. Its log has the details.' });
}
