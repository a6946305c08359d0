import { textOfBytes } from '../byteText';
import { asFlag, asText, isObject, memberOf, type JsonObject, type JsonValue } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import type { Override } from '../repository/pollModel';
import { internal, TritonError } from '../tritonError';
import { emptyAnswer, jsonAnswer, type Answer } from './answer';
import { readBody } from './requestBody';
import type { Route, RouteContext } from './route';

export const repositoryRoutes: readonly Route[] = [
  { path: /^\/v2\/repository(?:\/[^/]+)?\/index$/, methods: ['POST'], errors: 'application/json', handle: index },
  {
    path: /^\/v2\/repository(?:\/(?<repository>[^/]+))?\/models\/(?<model>[^/]+)\/(?<action>load|unload)$/,
    methods: ['POST'],
    errors: 'application/json',
    handle: control,
  },
];

async function index({ lifecycle, request }: RouteContext): Promise<Answer> {
  const body = await jsonBody(request);
  const ready = body?.get('ready');
  const onlyReady = ready === undefined ? false : asFlag(ready);
  const rows = (await lifecycle.states()).flatMap(({ name, versions }) => {
    if (versions.length === 0) {
      return onlyReady ? [] : [{ name }];
    }
    return versions
      .filter(({ state }) => !onlyReady || state === 'READY')
      .map(({ version, state, reason }) => ({ name, version: String(version), state, reason: reason === '' ? undefined : reason }));
  });
  return jsonAnswer(rows);
}

async function control(context: RouteContext): Promise<Answer> {
  const { lifecycle, allowsControl, path, request } = context;
  if (path['repository'] !== undefined) {
    throw new TritonError('UNSUPPORTED', "'repository_name' specification is not supported");
  }
  if (path['action'] === 'unload' && !allowsControl) {
    throw controlRefusal();
  }
  const model = path['model'] ?? '';
  if (path['action'] === 'unload') {
    lifecycle.unload(model, await wantsDependents(request));
    return emptyAnswer(200, 'application/json');
  }
  const override = overrideOf((await jsonBody(request))?.get('parameters'));
  if (!allowsControl) {
    throw controlRefusal();
  }
  await lifecycle.load(model, override);
  return emptyAnswer(200, 'application/json');
}

/** Of a body that is no JSON nothing is taken, and nothing is said. */
async function wantsDependents(request: RouteContext['request']): Promise<boolean> {
  try {
    const parameters = (await jsonBody(request))?.get('parameters');
    return isObject(parameters) && parameters.get('unload_dependents') === true;
  } catch (error) {
    if (error instanceof TritonError) {
      return false;
    }
    throw error;
  }
}

function controlRefusal(): TritonError {
  return new TritonError('UNAVAILABLE', 'explicit model load / unload is not allowed if polling is enabled');
}

/** `config` and `file:…` of a load request; anything else is refused. */
function overrideOf(parameters: JsonValue | undefined): Override | undefined {
  if (parameters === undefined) {
    return undefined;
  }
  if (!isObject(parameters)) {
    throw internal('attempt to get members for non-object');
  }
  if (parameters.size === 0) {
    return undefined;
  }
  const files = new Map<string, Uint8Array>();
  for (const [name, value] of parameters) {
    const text = asText(value);
    if (name.startsWith('file:')) {
      files.set(textOfBytes(name.slice('file:'.length)), Buffer.from(text, 'base64'));
    } else if (name !== 'config') {
      throw internal('unexpected error on creating Triton parameter');
    }
  }
  // Files alone are not enough: an override without a configuration fails at poll.
  return { config: parameters.has('config') ? asText(memberOf(parameters, 'config')) : '', files };
}

/** The body's members; undefined when it is empty. */
async function jsonBody(request: RouteContext['request']): Promise<JsonObject | undefined> {
  const body = await readBody(request);
  if (body.byteLength === 0) {
    return undefined;
  }
  const json = readJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  return isObject(json) ? json : undefined;
}
