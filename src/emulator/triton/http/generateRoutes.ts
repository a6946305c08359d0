import type { TensorConfig } from '../../../documents/pbtxt/modelConfig';
import { elementCount } from '../../../inference/kserve/dataTypes';
import { checkRequest } from '../infer/checkRequest';
import { tensorFromJson } from '../infer/jsonTensorData';
import { givenTwice, type ParsedInput, type ParsedRequest } from '../infer/parsedRequest';
import { checkCustom, noParameters } from '../infer/requestParameters';
import { dataText } from '../infer/writeInferResponse';
import { asName, explaining, isList, isObject, namesIn, type JsonObject, type JsonValue } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import { RawJson, writeJson, type JsonOutput } from '../../../base/writeJson';
import type { InferenceResult, WireTensor } from '../model/inferenceRequest';
import { wireTypeOf } from '../model/ortDataTypes';
import type { ServedModel } from '../model/servedModel';
import { internal, invalidArgument, TritonError } from '../tritonError';
import type { Answer } from './answer';
import { firstHeader } from './firstHeader';
import { modelOf } from './modelPath';
import { readBody } from './requestBody';
import type { Route, RouteContext } from './route';

/** The generate extension: members of the body that are inputs become tensors, all others parameters. */
export const generateRoutes: readonly Route[] = [
  generateRoute('generate', 'application/json', (json) => json),
  generateRoute('generate_stream', 'text/event-stream; charset=utf-8', (json) => `data: ${json}\n\n`),
];

function generateRoute(name: string, contentType: Answer['contentType'], frame: (json: string) => string): Route {
  return {
    path: new RegExp(`^/v2/models/(?<model>[^/]+)(?:/versions/(?<version>\\d+))?/${name}$`),
    methods: ['POST'],
    errors: 'application/json',
    handle: async (context) => {
      const finish = await start(context);
      const { status, json } = await finish();
      return { status, contentType, parts: [Buffer.from(frame(json), 'latin1')], isChunked: true };
    },
  };
}

interface Generated {
  readonly status: number;
  readonly json: string;
}

/** Takes the request; what is called then waits for the answer. A model that fails is answered in the form of the route, as 400. */
async function start(context: RouteContext): Promise<() => Promise<Generated>> {
  const arrived = process.hrtime.bigint();
  const model = modelOf(context);
  const coding = firstHeader(context.request, 'content-encoding');
  if (coding !== undefined && coding !== 'identity') {
    throw invalidArgument("Unsupported content-encoding, only 'identity' is supported.");
  }
  const body = await readBody(context.request);
  const json = readJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  const parsed = parsedFrom(json, model.config.inputs, model.config.maxBatchSize > 0);
  const running: Promise<InferenceResult> = model.scheduler.enqueue(checkRequest(parsed, model.config, arrived));
  return async () => {
    try {
      return { status: 200, json: written(model, parsed.id, await running) };
    } catch (error) {
      if (error instanceof TritonError) {
        return { status: 400, json: writeJson({ error: error.text }) };
      }
      throw error;
    }
  };
}

function parsedFrom(json: JsonValue, inputs: readonly TensorConfig[], isBatched: boolean): ParsedRequest {
  if (!isObject(json)) {
    throw internal('attempt to get members for non-object');
  }
  const given = json.get('id');
  const id = given === undefined ? '' : explaining("Unable to parse 'id'", () => asName(given));
  const tensors = new Map<string, ParsedInput>();
  const convert = (members: JsonObject, isNested: boolean): void => {
    for (const name of namesIn(members)) {
      const value = members.get(name) ?? null;
      const input = inputs.find((one) => one.name === name);
      if (input !== undefined) {
        if (tensors.has(name)) {
          throw givenTwice(name, id);
        }
        tensors.set(name, tensor(input, value, isBatched));
      } else if (name === 'parameters' && !isNested) {
        inKeyword(value, (nested) => {
          convert(nested, true);
        });
      } else if (name !== 'id' || isNested) {
        checkCustom(name, value);
      }
    }
  };
  convert(json, false);
  return { ...noParameters, id, inputs: [...tensors.values()], outputs: [], defaultBinary: false, isRaw: false };
}

/** The keyword `parameters` holds members like those beside it. */
function inKeyword(json: JsonValue, convert: (members: JsonObject) => void): void {
  if (!isObject(json)) {
    throw internal("Expected JSON object for keyword: 'parameters': attempt to access JSON non-object as object");
  }
  try {
    convert(json);
  } catch (error) {
    throw error instanceof TritonError ? new TritonError(error.code, `Converting keyword: 'parameters': ${error.text}`) : error;
  }
}

/** A text, a number or a list of them. */
function tensor(input: TensorConfig, value: JsonValue, isBatched: boolean): ParsedInput {
  const data = isList(value) ? value : [value];
  const datatype = wireTypeOf(input.dataType);
  const shape = shapeFor(input, data.length, isBatched);
  return { name: input.name, datatype, shape, bytes: tensorFromJson(input.name, datatype, data, data.length) };
}

/** The shape of the metadata with one variable dimension filled in so that all elements have a place; every other one is 1. */
function shapeFor({ name, dims }: TensorConfig, count: number, isBatched: boolean): number[] {
  const full = isBatched ? [-1, ...dims] : dims;
  const variable = full.lastIndexOf(-1);
  const fixed = full.reduce((product, dim) => (dim === -1 ? product : product * dim), 1);
  if (!Number.isInteger(count / fixed) || (variable < 0 && count !== fixed)) {
    throw invalidArgument(`The schema can not convert input '${name}' to tensor with proper shape`);
  }
  return full.map((dim, index) => (index === variable ? count / fixed : dim === -1 ? 1 : dim));
}

/** Members in alphabetical order; an output of one element stands without a list. */
function written(model: ServedModel, id: string, { outputs }: InferenceResult): string {
  const members: [string, JsonOutput][] = [
    ...outputs.map((output): [string, JsonOutput] => [output.name, valueOf(output)]),
    ...(id === '' ? [] : [['id', id] as [string, JsonOutput]]),
    ...(model.config.ensembleSteps === undefined ? [] : ensembleParameters),
    ['model_name', model.name],
    ['model_version', String(model.version)],
  ];
  return writeJson(Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** What an ensemble's answers carry as parameters. */
const ensembleParameters: readonly [string, JsonOutput][] = [
  ['sequence_id', 0],
  ['sequence_start', false],
  ['sequence_end', false],
];

function valueOf(output: WireTensor): JsonOutput {
  const text = dataText(output);
  return new RawJson(elementCount(output.shape) === 1 ? text.slice(1, -1) : text);
}
