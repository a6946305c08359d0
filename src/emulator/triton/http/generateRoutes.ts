import type { TensorConfig } from '../../../documents/pbtxt/modelConfig';
import { elementCount } from '../../../inference/kserve/dataTypes';
import { checkRequest } from '../infer/checkRequest';
import { tensorFromJson } from '../infer/jsonTensorData';
import type { ParsedInput, ParsedRequest } from '../infer/parsedRequest';
import { noParameters, readParameters } from '../infer/requestParameters';
import { dataText } from '../infer/writeInferResponse';
import { asText, explaining, isList, isObject, type JsonValue } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import { RawJson, writeJson, type JsonOutput } from '../json/writeJson';
import type { InferenceResult, WireTensor } from '../model/inferenceRequest';
import { wireTypeOf } from '../model/ortDataTypes';
import type { ServedModel } from '../model/servedModel';
import { internal, TritonError } from '../tritonError';
import type { Answer } from './answer';
import { modelOf } from './modelPath';
import { readBody } from './requestBody';
import type { Route, RouteContext } from './route';

/** The generate extension: members of the body that are inputs become tensors, all others parameters. */
export const generateRoutes: readonly Route[] = [
  {
    path: /^\/v2\/models\/(?<model>[^/]+)(?:\/versions\/(?<version>\d+))?\/generate$/,
    methods: ['POST'],
    errors: 'application/json',
    handle: async (context: RouteContext): Promise<Answer> => {
      const { finish } = await start(context);
      return chunked('application/json', await finish());
    },
  },
  {
    path: /^\/v2\/models\/(?<model>[^/]+)(?:\/versions\/(?<version>\d+))?\/generate_stream$/,
    methods: ['POST'],
    errors: 'application/json',
    handle: async (context: RouteContext): Promise<Answer> => {
      const { finish } = await start(context);
      // Once the request is taken the status is 200: what goes wrong then is an event.
      const event = await finish().catch((error: unknown) => {
        if (error instanceof TritonError) {
          return writeJson({ error: error.text });
        }
        throw error;
      });
      return chunked('text/event-stream; charset=utf-8', `data: ${event}\n\n`);
    },
  },
];

/** Takes the request; `finish` is the answer's JSON. */
async function start(context: RouteContext): Promise<{ readonly finish: () => Promise<string> }> {
  const arrived = process.hrtime.bigint();
  const model = modelOf(context);
  const body = await readBody(context.request);
  const json = readJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  const parsed = parsedFrom(json, model.config.inputs, model.config.maxBatchSize > 0);
  const running: Promise<InferenceResult> = model.scheduler.enqueue(checkRequest(parsed, model.config, arrived));
  return { finish: async () => written(model, parsed.id, await running) };
}

function parsedFrom(json: JsonValue, inputs: readonly TensorConfig[], isBatched: boolean): ParsedRequest {
  if (!isObject(json)) {
    throw internal('attempt to get members for non-object');
  }
  const nested = json.get('parameters');
  const members = new Map<string, JsonValue>([...json, ...(isObject(nested) ? nested : [])]);
  members.delete('parameters');
  const id = members.get('id');
  members.delete('id');
  const tensors = inputs.flatMap((input) => {
    const value = members.get(input.name);
    members.delete(input.name);
    return value === undefined ? [] : [tensor(input, value, isBatched)];
  });
  return {
    ...noParameters,
    ...readParameters(members),
    id: id === undefined ? '' : explaining("Unable to parse 'id'", () => asText(id)),
    inputs: tensors,
    outputs: [],
    defaultBinary: false,
    isRaw: false,
  };
}

/** A text, a number or a list of them: a tensor of one dimension. */
function tensor(input: TensorConfig, value: JsonValue, isBatched: boolean): ParsedInput {
  const data = isList(value) ? value : [value];
  const datatype = wireTypeOf(input.dataType);
  const bytes = tensorFromJson(input.name, datatype, data, data.length);
  return { name: input.name, datatype, shape: isBatched ? [1, data.length] : [data.length], bytes };
}

/** Members in alphabetical order; an output of one element stands without a list. */
function written(model: ServedModel, id: string, { outputs }: InferenceResult): string {
  const members: [string, JsonOutput][] = [
    ...outputs.map((output): [string, JsonOutput] => [output.name, valueOf(output)]),
    ...(id === '' ? [] : [['id', id] as [string, JsonOutput]]),
    ['model_name', model.name],
    ['model_version', String(model.version)],
  ];
  return writeJson(Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function valueOf(output: WireTensor): JsonOutput {
  const text = dataText(output);
  return new RawJson(elementCount(output.shape) === 1 ? text.slice(1, -1) : text);
}

function chunked(contentType: Answer['contentType'], text: string): Answer {
  return { status: 200, contentType, parts: [Buffer.from(text, 'latin1')], isChunked: true };
}
