import { asText, asUnsigned, isObject, memberOf, type JsonObject, type JsonValue } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import { internal, invalidArgument, notFound, type TritonError } from '../tritonError';
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
  {
    path: /^\/v2\/(?<kind>system|cuda)sharedmemory(?:\/region\/(?<region>[^/]+))?\/register$/,
    methods: ['POST'],
    errors: 'application/json',
    handle: register,
  },
  {
    path: /^\/v2\/(?:system|cuda)sharedmemory(?:\/region\/[^/]+)?\/unregister$/,
    methods: ['POST'],
    errors: 'application/json',
    handle: () => emptyAnswer(200, 'application/json'),
  },
];

async function register({ request, path }: RouteContext): Promise<Answer> {
  if (path['region'] === undefined) {
    throw invalidArgument(`'region name' is necessary to register ${path['kind'] ?? ''} shared memory region`);
  }
  const given = await members(request);
  throw path['kind'] === 'cuda' ? cudaRefusal(given) : systemRefusal(given);
}

/** No process shares memory with this server, so every key is one that does not exist. */
function systemRefusal(given: JsonObject): TritonError {
  const key = asText(need(given, 'key'));
  const offset = given.get('offset');
  if (offset !== undefined) {
    asUnsigned(offset);
  }
  asUnsigned(need(given, 'byte_size'));
  return internal(`Unable to open shared memory region: '${key}'`);
}

/** sizeof(cudaIpcMemHandle_t) */
const CUDA_HANDLE_BYTES = 64;

function cudaRefusal(given: JsonObject): TritonError {
  const handle = asText(memberOf(need(given, 'raw_handle'), 'b64'));
  asUnsigned(memberOf(given, 'byte_size'));
  asUnsigned(memberOf(given, 'device_id'));
  return invalidArgument(
    Buffer.from(handle, 'base64').byteLength !== CUDA_HANDLE_BYTES
      ? "'raw_handle' must be a valid base64 encoded cudaIpcMemHandle_t"
      : 'failed to register shared memory region: invalid args',
  );
}

function need(given: JsonObject, name: string): JsonValue {
  const value = given.get(name);
  if (value === undefined) {
    throw invalidArgument(`Shared memory register request has no '${name}' field`);
  }
  return value;
}

async function members(request: RouteContext['request']): Promise<JsonObject> {
  const body = await readBody(request);
  const json = readJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  return isObject(json) ? json : new Map();
}
