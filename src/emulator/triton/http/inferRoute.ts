import type { ServedModel } from '../model/servedModel';
import { checkHeaderLength, readInferRequest } from '../infer/readInferRequest';
import { checkRequest } from '../infer/checkRequest';
import { writeInferResponse } from '../infer/writeInferResponse';
import type { LongJson } from '../infer/longJson';
import { withShared, type ParsedRequest } from '../infer/parsedRequest';
import { TooDeepError } from '../json/readJson';
import type { InferenceRequest, InferenceResult } from '../model/inferenceRequest';
import { invalidArgument, TritonError } from '../tritonError';
import { refusal, type Answer } from './answer';
import { compress, decompress, preferredCoding } from './compression';
import { firstHeader, leadingInteger } from './firstHeader';
import { modelOf } from './modelPath';
import { readBody } from './requestBody';
import type { Route, RouteContext } from './route';

const HEADER = 'inference-header-content-length';

/** What is refused before and after the request is read comes as text/plain, what reading it finds as JSON. */
export const inferRoute: Route = {
  path: /^\/v2\/models\/(?<model>[^/]+)(?:\/versions\/(?<version>\d+))?\/infer$/,
  methods: ['POST'],
  errors: 'text/plain',
  handle: async (context) => {
    const { request } = context;
    const headerText = firstHeader(request, HEADER);
    const headerLength = headerText === undefined ? undefined : leadingInteger(headerText);
    const sent = await readBody(request, headerLength);
    const model = servedFor(context);
    const coding = firstHeader(request, 'content-encoding');
    if (headerLength !== undefined && headerText !== undefined && coding === undefined) {
      checkHeaderLength(headerLength, headerText, sent.byteLength);
    }
    if (sent.byteLength === 0 && (coding === 'gzip' || coding === 'deflate')) {
      throw invalidArgument('nothing to be decompressed');
    }
    const body = await decompress(sent, coding);
    if (headerLength !== undefined && headerText !== undefined) {
      checkHeaderLength(headerLength, headerText, body.byteLength);
    }
    return infer(context, model, { body, headerLength: headerLength ?? body.byteLength });
  },
};

/** The model, which must give exactly one answer to each request. */
function servedFor(context: RouteContext): ServedModel {
  const model = modelOf(context);
  if (model.config.isDecoupled) {
    throw new TritonError('UNSUPPORTED', "HTTP end point doesn't support models with decoupled transaction policy");
  }
  return model;
}

interface Received {
  readonly body: Uint8Array;
  /** Bytes of it that are JSON. */
  readonly headerLength: number;
}

async function infer(context: RouteContext, model: ServedModel, received: Received): Promise<Answer> {
  const { rawHeaders } = context.request;
  const arrived = process.hrtime.bigint();
  const coding = preferredCoding(firstHeader({ rawHeaders }, 'accept-encoding'));
  let parsed: ParsedRequest;
  let request: InferenceRequest;
  let running: Promise<InferenceResult>;
  try {
    parsed = await withShared(await parsedFrom(received, model.name, context.longJson), context.sharedMemory);
    request = checkRequest(parsed, model.config, arrived);
    running = model.scheduler.enqueue(request);
  } catch (error) {
    if (error instanceof TritonError) {
      return refusal(error, 'application/json');
    }
    throw error;
  }
  const result = await running;
  const { parts, headerLength: jsonLength } = await writeInferResponse({ model, parsed, request }, result, context);
  return {
    status: 200,
    contentType: jsonLength === undefined ? 'application/json' : 'application/octet-stream',
    parts: coding === undefined ? parts : [await compress(parts, coding)],
    headers: {
      ...(jsonLength === undefined ? {} : { 'Inference-Header-Content-Length': String(jsonLength) }),
      ...(coding === undefined ? {} : { 'Content-Encoding': coding }),
    },
  };
}

/** JSON of this length is read in a few milliseconds; longer ones would hold up every other request. */
const LONG_BYTES = 256 * 1024;

async function parsedFrom({ body, headerLength }: Received, model: string, longJson: LongJson): Promise<ParsedRequest> {
  if (headerLength > LONG_BYTES) {
    return longJson.read(body, headerLength, model);
  }
  try {
    return readInferRequest(body, headerLength, model);
  } catch (error) {
    if (error instanceof TooDeepError) {
      return longJson.read(body, headerLength, model);
    }
    throw error;
  }
}
