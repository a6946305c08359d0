import type { JsonOutput } from '../../../base/writeJson';
import { asText, asUnsigned, isObject, memberOf, type JsonObject, type JsonValue } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import type { SharedMemory, SharedRegion } from '../sharedMemory';
import { invalidArgument, notFound, TritonError } from '../tritonError';
import { emptyAnswer, jsonAnswer, type Answer } from './answer';
import { readBody } from './requestBody';
import type { Route, RouteContext } from './route';

/** Shared memory between client and server: the system's can be registered, that of GPUs not, as with a Triton built without them. */
export const sharedMemoryRoutes: readonly Route[] = [
  {
    path: /^\/v2\/(?<kind>system|cuda)sharedmemory(?:\/region\/(?<region>[^/]+))?\/status$/,
    methods: ['GET'],
    errors: 'application/json',
    handle: status,
  },
  {
    path: /^\/v2\/(?<kind>system|cuda)sharedmemory(?:\/region\/(?<region>[^/]+))?\/register$/,
    methods: ['POST'],
    errors: 'application/json',
    handle: register,
  },
  {
    path: /^\/v2\/(?<kind>system|cuda)sharedmemory(?:\/region\/(?<region>[^/]+))?\/unregister$/,
    methods: ['POST'],
    errors: 'application/json',
    handle: async ({ path, sharedMemory }: RouteContext): Promise<Answer> => {
      if (path['kind'] === 'system') {
        await sharedMemory.unregister(path['region']);
      }
      return emptyAnswer(200, 'application/json');
    },
  },
];

function status({ path, sharedMemory }: RouteContext): Answer {
  const { kind = '', region } = path;
  const regions = kind === 'system' ? sharedMemory.list() : [];
  if (region === undefined) {
    return jsonAnswer(regions.map(shown));
  }
  if (kind === 'cuda' && sharedMemory.has(region)) {
    throw notFound(`The region named '${region}' is registered as system shared memory, not CUDA shared memory`);
  }
  const found = regions.filter(({ name }) => name === region);
  if (found.length === 0) {
    throw notFound(`Unable to find ${kind} shared memory region: '${region}'`);
  }
  return jsonAnswer(found.map(shown));
}

function shown({ name, key, offset, size }: SharedRegion): JsonOutput {
  return { name, key, offset, byte_size: size };
}

async function register({ request, path, sharedMemory }: RouteContext): Promise<Answer> {
  const { kind = '', region } = path;
  if (region === undefined) {
    throw invalidArgument(`'region name' is necessary to register ${kind} shared memory region`);
  }
  const given = await members(request);
  if (kind === 'cuda') {
    throw cudaRefusal(given, region, sharedMemory);
  }
  const key = asText(need(given, 'key'));
  const offset = given.get('offset');
  await sharedMemory.register({
    name: region,
    key,
    offset: offset === undefined ? 0n : BigInt(asUnsigned(offset)),
    size: BigInt(asUnsigned(need(given, 'byte_size'))),
  });
  return emptyAnswer(200, 'application/json');
}

/** sizeof(cudaIpcMemHandle_t) */
const CUDA_HANDLE_BYTES = 64;

function cudaRefusal(given: JsonObject, region: string, sharedMemory: SharedMemory): TritonError {
  const handle = asText(memberOf(need(given, 'raw_handle'), 'b64'));
  asUnsigned(memberOf(given, 'byte_size'));
  asUnsigned(memberOf(given, 'device_id'));
  if (Buffer.from(handle, 'base64').byteLength !== CUDA_HANDLE_BYTES) {
    return invalidArgument("'raw_handle' must be a valid base64 encoded cudaIpcMemHandle_t");
  }
  return sharedMemory.has(region)
    ? new TritonError('ALREADY_EXISTS', `shared memory region '${region}' already in manager`)
    : invalidArgument('failed to register shared memory region: invalid args');
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
