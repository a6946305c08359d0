import { asFlag, asList, asText, asUnsigned, isObject, type JsonObject } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import type { LogSettings, TraceSettings } from '../serverSettings';
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
    Object.assign(settings.trace, traceChanges(await members(request)));
  }
  return jsonAnswer({ ...settings.trace });
}

async function traceOfModel({ request, settings, lifecycle, path }: RouteContext): Promise<Answer> {
  const model = path['model'] ?? '';
  const changes = request.method === 'POST' ? await members(request) : undefined;
  if (lifecycle.readyVersions(model).length === 0) {
    throw invalidArgument(`Request for unknown model : ${model}`);
  }
  const own = { ...settings.traceOfModel.get(model) };
  for (const [name, value] of changes ?? []) {
    // null takes the model's own setting away, so that the server's counts again.
    if (value === null && isTraceName(name)) {
      Reflect.deleteProperty(own, name);
    }
  }
  const kept = { ...own, ...(changes === undefined ? {} : traceChanges(changes)) };
  settings.traceOfModel.set(model, kept);
  return jsonAnswer({ ...settings.trace, ...kept });
}

const traceNames = ['trace_level', 'trace_rate', 'trace_count', 'log_frequency', 'trace_file'] as const;

function isTraceName(name: string): name is (typeof traceNames)[number] {
  return traceNames.some((one) => one === name);
}

function traceChanges(given: JsonObject): Partial<TraceSettings> {
  const changes: Partial<TraceSettings> = {};
  for (const name of traceNames) {
    const value = given.get(name);
    if (value === undefined || value === null) {
      continue;
    }
    if (name === 'trace_level') {
      changes.trace_level = asList(value).map(asText);
    } else {
      changes[name] = asText(value);
    }
  }
  return changes;
}

async function logging({ request, settings }: RouteContext): Promise<Answer> {
  if (request.method === 'POST') {
    Object.assign(settings.log, logChanges(await members(request)));
  }
  return jsonAnswer({ ...settings.log });
}

function logChanges(given: JsonObject): Partial<LogSettings> {
  const changes: Partial<LogSettings> = {};
  const read = <T>(name: keyof LogSettings, as: (value: NonNullable<ReturnType<JsonObject['get']>>) => T): T | undefined => {
    const value = given.get(name);
    return value === undefined || value === null ? undefined : as(value);
  };
  const flags = ['log_info', 'log_warning', 'log_error'] as const;
  for (const name of flags) {
    const value = read(name, asFlag);
    if (value !== undefined) {
      changes[name] = value;
    }
  }
  const level = read('log_verbose_level', asUnsigned);
  if (level !== undefined) {
    changes.log_verbose_level = Number(level);
  }
  const format = read('log_format', asText);
  if (format !== undefined && format !== 'default' && format !== 'ISO8601') {
    throw new TritonError('UNAVAILABLE', `invalid argument for --log_format, got: ${format}`);
  }
  if (format !== undefined) {
    changes.log_format = format;
  }
  return changes;
}

async function members(request: RouteContext['request']): Promise<JsonObject> {
  const body = await readBody(request);
  const json = readJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  return isObject(json) ? json : new Map();
}
