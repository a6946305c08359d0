import { asText, asUnsigned, isObject, type JsonObject } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import { internal, invalidArgument, notFound } from '../tritonError';
import { emptyAnswer, jsonAnswer, type Answer } from './answer';
import { readBody } from './requestBody';
import type { Route, RouteContext } from './route';

/** Shared memory between client and server: the protocol is there, but no region can be registered with this server. */
export const sharedMemoryRoutes: readonly Route[] = [
  {
    path: /^\/v2\/(?<kind>system|cuda)sharedmemory(?:\/region\/(?<region>[^/]+))?\/status$/,
    methods: ['GET'],
    errors: 'application/json',
    handle: ({ path }: RouteContext): Answer => {
      if (path['region'] !== undefined) {
        throw notFound(`Unable to find ${path['kind'] ?? ''} shared memory region: '${path['region']}'`);
      }
      return jsonAnswer([]);
    },
  },
  { path: /^\/v2\/systemsharedmemory\/region\/[^/]+\/register$/, methods: ['POST'], errors: 'application/json', handle: registerSystem },
  { path: /^\/v2\/cudasharedmemory\/region\/[^/]+\/register$/, methods: ['POST'], errors: 'application/json', handle: registerCuda },
  {
    path: /^\/v2\/(?:system|cuda)sharedmemory(?:\/region\/[^/]+)?\/unregister$/,
    methods: ['POST'],
    errors: 'application/json',
    handle: () => emptyAnswer(200, 'application/json'),
  },
];

async function registerSystem({ request }: RouteContext): Promise<Answer> {
  const given = await members(request);
  const key = asText(need(given, 'key'));
  asUnsigned(need(given, 'byte_size'));
  throw internal(`Unable to open shared memory region: '${key}'`);
}

async function registerCuda({ request }: RouteContext): Promise<Answer> {
  const given = await members(request);
  need(given, 'raw_handle');
  throw invalidArgument('failed to register CUDA shared memory region: this server has no GPU');
}

function need(given: JsonObject, name: string): NonNullable<ReturnType<JsonObject['get']>> {
  const value = given.get(name);
  if (value === undefined || value === null) {
    throw invalidArgument(`Shared memory register request has no '${name}' field`);
  }
  return value;
}

async function members(request: RouteContext['request']): Promise<JsonObject> {
  const body = await readBody(request);
  const json = readJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  return isObject(json) ? json : new Map();
}
