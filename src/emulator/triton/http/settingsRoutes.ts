import { asFlag, asList, asText, asUnsigned, isObject, type JsonObject, type JsonValue } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import { initialTrace, type LogSettings, type TraceSettings } from '../serverSettings';
import { invalidArgument, TritonError } from '../tritonError';
import { jsonAnswer, type Answer } from './answer';
import { readBody } from './requestBody';
import type { Route, RouteContext } from './route';

export const settingsRoutes: readonly Route[] = [
  { path: /^\/v2\/trace\/setting$/, methods: ['GET', 'POST'], errors: 'application/json', handle: trace },
  { path: /^\/v2\/models\/(?<model>[^/]+)\/trace\/setting$/, methods: ['GET', 'POST'], errors: 'application/json', handle: traceOfModel },
  { path: /^\/v2\/logging$/, methods: ['GET', 'POST'], errors: 'application/json', handle: logging },
];

async function trace({ request, settings }: RouteContext): Promise<Answer> {
  if (request.method === 'POST') {
    Object.assign(settings.trace, traceChanges(await members(request), initialTrace));
  }
  return jsonAnswer({ ...settings.trace });
}

async function traceOfModel({ request, settings, lifecycle, path }: RouteContext): Promise<Answer> {
  const model = path['model'] ?? '';
  if (lifecycle.readyVersions(model).length === 0) {
    throw invalidArgument(`Request for unknown model : ${model}`);
  }
  const given = request.method === 'POST' ? await members(request) : new Map<string, JsonValue>();
  const own = { ...settings.traceOfModel.get(model), ...traceChanges(given, settings.trace) };
  // null takes the model's own setting away, so that the server's counts again.
  const kept = Object.fromEntries(Object.entries(own).filter(([name]) => given.get(name) !== null));
  settings.traceOfModel.set(model, kept);
  return jsonAnswer({ ...settings.trace, ...kept });
}

/** Checks what a client sets (server, tracer.cc and HandleTrace); null stands for the value in `fallback`. */
function traceChanges(given: JsonObject, fallback: TraceSettings): Partial<TraceSettings> {
  const changes: Partial<TraceSettings> = {};
  if (given.has('trace_file')) {
    throw new TritonError('UNSUPPORTED', 'trace file location can not be updated through network protocol');
  }
  const level = given.get('trace_level') ?? null;
  const levels = level === null ? [] : traceLevels(asList(level));
  if (given.has('trace_level')) {
    changes.trace_level = level === null ? fallback.trace_level : ['OFF']; // unknown levels count for nothing
  }
  for (const name of ['trace_rate', 'trace_count', 'log_frequency'] as const) {
    const value = given.get(name);
    if (value !== undefined) {
      changes[name] = value === null ? fallback[name] : wholeNumber(name, asText(value));
    }
  }
  // Last: every value has been read by then. Without a trace file, which this server never has, no level but OFF can be had.
  if (levels.includes('TIMESTAMPS') || levels.includes('TENSORS')) {
    throw invalidArgument('Attempting to set invalid trace setting :trace file name is not given');
  }
  return changes;
}

function traceLevels(given: readonly JsonValue[]): readonly string[] {
  return given.map((one) => {
    const level = asText(one);
    if (level === 'OFF' && given.length > 1) {
      throw invalidArgument("Expect only one trace level 'OFF' is specified");
    }
    return level;
  });
}

function wholeNumber(name: 'trace_rate' | 'trace_count' | 'log_frequency', text: string): string {
  const [digits] = /^\s*[+-]?\d+/.exec(text) ?? [];
  if (digits === undefined) {
    throw invalidArgument(`Unable to parse '${name}', got: ${text}`);
  }
  const value = Number(digits);
  if (value < -(2 ** 31) || value >= 2 ** 31) {
    // All are read as signed 32-bit numbers, whatever the text says.
    const range = name === 'trace_count' ? '[ -1, 2147483647 ]' : '[ 0, 4294967295 ]';
    throw invalidArgument(`Unable to parse '${name}', value is out of range ${range}, got: ${text}`);
  }
  if (name === 'trace_count' && value < -1) {
    throw invalidArgument(`Unable to parse 'trace_count'. Expecting value >= -1, got:${text}`);
  }
  return String(name === 'trace_count' ? value : value >>> 0);
}

async function logging({ request, settings }: RouteContext): Promise<Answer> {
  if (request.method === 'POST') {
    changeLog(settings.log, await members(request));
  }
  return jsonAnswer({ ...settings.log });
}

/** One after the other: what stands before a refused one has been set. */
function changeLog(log: LogSettings, given: JsonObject): void {
  if ((given.get('log_file') ?? null) !== null) {
    throw new TritonError('UNSUPPORTED', 'log file location can not be updated through network protocol');
  }
  for (const name of ['log_info', 'log_warning', 'log_error'] as const) {
    const value = given.get(name) ?? null;
    log[name] = value === null ? log[name] : asFlag(value);
  }
  const level = given.get('log_verbose_level') ?? null;
  // Negative ones are none; the number is cut to 32 bits.
  log.log_verbose_level = level === null ? log.log_verbose_level : Math.max(0, Number(BigInt.asIntN(32, BigInt(asUnsigned(level)))));
  const format = given.get('log_format') ?? null;
  log.log_format = format === null ? log.log_format : logFormat(asText(format));
}

function logFormat(format: string): string {
  if (format !== 'default' && format !== 'ISO8601') {
    throw new TritonError('UNAVAILABLE', `invalid argument for --log_format, got: ${format}`);
  }
  return format;
}

async function members(request: RouteContext['request']): Promise<JsonObject> {
  const body = await readBody(request);
  const json = readJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  return isObject(json) ? json : new Map();
}
