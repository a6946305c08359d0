import { elementCount, type FixedDataType } from '../../../inference/kserve/dataTypes';
import { elementsOf, unpackBytes } from '../../../inference/kserve/tensorBytes';
import { RawJson, writeDouble, writeJson, writeText, type JsonOutput } from '../../../base/writeJson';
import type { InferenceRequest, InferenceResult, WireTensor } from '../model/inferenceRequest';
import type { ServedModel } from '../model/servedModel';
import type { SharedMemory, SharedSlice } from '../sharedMemory';
import { internal, invalidArgument } from '../tritonError';
import { classify } from './classification';
import type { LongJson } from './longJson';
import type { ParsedOutput, ParsedRequest } from './parsedRequest';

export interface InferBody {
  readonly parts: readonly Uint8Array[];
  /** Length of the JSON when binary tensors follow it. */
  readonly headerLength: number | undefined;
}

/** The answer to an infer request (http_server.cc, FinalizeResponse). Throws when an output cannot be written the way it was asked for. */
export async function writeInferResponse(
  { model, parsed, request }: { readonly model: ServedModel; readonly parsed: ParsedRequest; readonly request: InferenceRequest },
  result: InferenceResult,
  { longJson, sharedMemory }: { readonly longJson: LongJson; readonly sharedMemory: SharedMemory },
): Promise<InferBody> {
  const binary: Uint8Array[] = [];
  const outputs: JsonOutput[] = [];
  for (const tensor of result.outputs) {
    const { asked, shown } = asAsked(tensor, model, parsed);
    const { name, datatype, shape, bytes } = shown;
    if (asked?.shared !== undefined) {
      await writeShared(shown, asked.shared, sharedMemory);
      outputs.push({ name, datatype, shape });
    } else if (asked?.isBinary ?? parsed.defaultBinary) {
      binary.push(bytes);
      outputs.push({ name, datatype, shape, parameters: { binary_data_size: bytes.byteLength } });
    } else {
      const text = bytes.byteLength > LONG_TENSOR ? await longJson.write(shown) : dataText(shown);
      outputs.push({ name, datatype, shape, data: new RawJson(text) });
    }
  }
  const isEnsemble = model.config.ensembleSteps !== undefined;
  const { id, isStart, isEnd } = request.sequence;
  const json: JsonOutput = {
    id: request.id === '' ? undefined : request.id,
    model_name: model.name,
    model_version: String(model.version),
    parameters: isEnsemble ? { sequence_id: id, sequence_start: isStart, sequence_end: isEnd } : undefined,
    outputs,
  };
  const head = Buffer.from(writeJson(json), 'latin1');
  // Binary outputs without a single byte make no binary answer.
  const hasBinary = binary.some((bytes) => bytes.byteLength > 0);
  return { parts: [head, ...binary], headerLength: hasBinary ? head.byteLength : undefined };
}

async function writeShared({ name, bytes }: WireTensor, shared: SharedSlice, memory: SharedMemory): Promise<void> {
  if (bytes.byteLength > shared.size) {
    throw internal(
      `shared memory size specified with the request for output '${name}' (${shared.size} bytes) should be at least ${bytes.byteLength} bytes to hold the results`,
    );
  }
  await memory.write(shared, bytes);
}

/** Bytes whose text takes longer than others should wait. */
const LONG_TENSOR = 128 * 1024;

function asAsked(
  tensor: WireTensor,
  model: ServedModel,
  parsed: ParsedRequest,
): { readonly asked: ParsedOutput | undefined; readonly shown: WireTensor } {
  // An output that is asked for twice comes once, as the first entry says.
  const asked = parsed.outputs.find((output) => output.name === tensor.name);
  const isBatched = model.config.maxBatchSize > 0;
  const classes = asked?.classes ?? 0;
  return { asked, shown: classes > 0 ? classify(tensor, classes, { isBatched, labels: model.labels.get(tensor.name) }) : tensor };
}

/** The elements of a tensor as a JSON list. Throws for the types that JSON cannot carry. */
export function dataText({ datatype, shape, bytes }: WireTensor): string {
  switch (datatype) {
    case 'FP16':
    case 'BF16':
      throw invalidArgument(`sending ${datatype} data via JSON is not supported. Please use the binary data format for output`);
    case 'BYTES':
      return `[${unpackBytes(bytes, elementCount(shape) ?? 0)
        .elements.map((element) => writeText(Buffer.from(element).toString('latin1')))
        .join(',')}]`;
    default:
      return `[${numberTexts(datatype, bytes).join(',')}]`;
  }
}

function numberTexts(datatype: FixedDataType, bytes: Uint8Array): string[] {
  const elements = elementsOf(datatype, bytes);
  if (elements instanceof Float32Array || elements instanceof Float64Array) {
    return Array.from(elements, writeDouble);
  }
  if (elements instanceof BigInt64Array || elements instanceof BigUint64Array) {
    return Array.from(elements, String);
  }
  return Array.from(elements, datatype === 'BOOL' ? (element) => (element === 0 ? 'false' : 'true') : String);
}
