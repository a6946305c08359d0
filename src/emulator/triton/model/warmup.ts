import { randomFillSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathKind } from '../../../base/pathKind';
import { isMessage, MessageReader, type ConfigMessage } from '../../../documents/pbtxt/configMessage';
import { modelConfigOf } from '../../../documents/pbtxt/modelConfig';
import { elementCount, elementWidth } from '../../../inference/kserve/dataTypes';
import { packBytes } from '../../../inference/kserve/tensorBytes';
import type { DataType } from '../../../inference/kserve/tensor';
import { byteTextOf, textOfBytes } from '../byteText';
import { checkRequest } from '../infer/checkRequest';
import type { ParsedInput } from '../infer/parsedRequest';
import { noParameters } from '../infer/requestParameters';
import { isBelow } from '../repository/modelFolder';
import { internal, invalidArgument, TritonError } from '../tritonError';
import { execute, type ExecutionContext } from './batchExecution';
import { requestPrefix, type InferenceRequest, type WireTensor } from './inferenceRequest';
import type { ModelInstance } from './modelInstance';
import { wireTypeOf } from './ortDataTypes';

/** Bytes of one input; Triton takes what the machine has, and ends where that is not enough. */
const LARGEST_SAMPLE = 2 ** 31 - 1;

/** Requests that every instance runs before it serves (core, backend_model_instance.cc, GenerateWarmupData and WarmUp). */
export interface WarmupSample {
  readonly name: string;
  /** So many requests of one entry each run together. */
  readonly batchSize: number;
  readonly iterations: number;
  readonly request: InferenceRequest;
  /** What is no input of the configuration, such as the controls of a sequence. */
  readonly added: readonly WireTensor[];
}

/** The samples of a model's configuration; those of batch size 0 are left out. Throws Triton's error. */
export async function readWarmup(message: ConfigMessage, folder: string): Promise<WarmupSample[]> {
  const samples: WarmupSample[] = [];
  for (const sample of new MessageReader(message).messages('model_warmup')) {
    const batchSize = sample.number('batch_size');
    if (batchSize > 0) {
      const iterations = Math.max(1, sample.number('count'));
      samples.push({ name: sample.text('name'), batchSize, iterations, ...(await requestOf(sample, message, folder)) });
    }
  }
  return samples;
}

/**
 * Runs the samples; the statistics count them like every other request. Throws when one fails, and when the signal ends them, which ends
 * the instance too: a sample may take longer than whoever waits for its end.
 */
export async function warmUp(
  instance: ModelInstance,
  samples: readonly WarmupSample[],
  context: ExecutionContext & { readonly instance: string; readonly signal: AbortSignal },
): Promise<void> {
  const { signal } = context;
  const end = (): void => {
    void instance.close(); // What runs on it fails by that, and is waited for.
  };
  signal.addEventListener('abort', end);
  try {
    await runSamples(instance, samples, context);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

async function runSamples(instance: ModelInstance, samples: readonly WarmupSample[], context: Parameters<typeof warmUp>[2]): Promise<void> {
  const { maxBatchSize } = context.config;
  for (const { name, batchSize, iterations, request, added } of samples) {
    const failed = (texts: readonly string[]): TritonError => invalidArgument(`failed to run warmup sample '${name}': ${texts.join('; ')}`);
    if (batchSize > Math.max(1, maxBatchSize)) {
      const text =
        maxBatchSize === 0
          ? `For models that do not support batching (max_batch_size 0) one request at a time is expected, got ${batchSize}`
          : `batch size ${batchSize} for '${context.instance}', max allowed is ${maxBatchSize}`;
      throw failed(Array<string>(batchSize).fill(text));
    }
    for (let iteration = 0; iteration < iterations; iteration += 1) {
      if (context.signal.aborted) {
        throw failed(['the server is being stopped']);
      }
      const requests = Array.from({ length: batchSize }, () => ({ ...request, arrived: process.hrtime.bigint() }));
      try {
        await execute(requests, instance, context, added);
      } catch (error) {
        throw error instanceof TritonError ? failed(requests.map(() => error.text)) : error;
      }
    }
  }
}

async function requestOf(sample: MessageReader, message: ConfigMessage, folder: string): Promise<Pick<WarmupSample, 'request' | 'added'>> {
  const config = modelConfigOf(message);
  const given = [...sample.map('inputs')].flatMap(([name, value]) =>
    isMessage(value) ? [{ name, value: new MessageReader(value), isKnown: config.inputs.some((input) => input.name === name) }] : [],
  );
  for (const { name, value } of given) {
    if (value.numbers('dims').some((dim) => dim < 0)) {
      throw invalidArgument(`warmup setting expects all variable-size dimensions are specified for input '${name}'`);
    }
  }
  const inputs: ParsedInput[] = [];
  const added: WireTensor[] = [];
  for (const { name, value, isKnown } of given) {
    const datatype = wireTypeOf(value.enumName('data_type', 'TYPE_INVALID'));
    const dims = value.numbers('dims');
    const bytes = await dataOf(name, value, folder);
    const shape = isKnown && config.maxBatchSize > 0 ? [1, ...dims] : dims;
    if (isKnown) {
      inputs.push({ name, datatype, shape, bytes });
    } else if (datatype !== undefined) {
      added.push({ name, datatype, shape, bytes });
    }
  }
  const parsed = { ...noParameters, id: '', inputs, outputs: [], isRaw: false };
  return { request: checkRequest(parsed, config, process.hrtime.bigint()), added };
}

async function dataOf(name: string, value: MessageReader, folder: string): Promise<Uint8Array> {
  const datatype = wireTypeOf(value.enumName('data_type', 'TYPE_INVALID'));
  const count = elementCount(value.numbers('dims')) ?? 0;
  if (value.has('input_data_file')) {
    return dataFromFile(value.text('input_data_file'), folder, datatype, count);
  }
  // Of these only one can be there, and that it is there counts: `zero_data: false` is zeros.
  const isRandom = value.has('random_data');
  if (!value.has('zero_data') && !isRandom) {
    throw invalidArgument(`${requestPrefix('')}warmup setting expects input '${name}' to have input_data_type set`);
  }
  if (count * (datatype === 'BYTES' ? 1 : elementWidth(datatype ?? 'INT8')) > LARGEST_SAMPLE) {
    throw internal(`warmup setting of input '${name}' needs more memory than a request can hold`);
  }
  if (datatype === 'BYTES') {
    return packBytes(Array.from({ length: count }, () => (isRandom ? Buffer.from(randomText()) : new Uint8Array(0))));
  }
  const zeros = new Uint8Array(datatype === undefined ? 0 : count * elementWidth(datatype));
  return isRandom ? randomFillSync(zeros).map((byte) => (datatype === 'BOOL' ? byte & 1 : byte)) : zeros;
}

/** The beginning of a file in the folder `warmup`; it may be longer than what is needed. */
async function dataFromFile(name: string, folder: string, datatype: DataType | undefined, count: number): Promise<Uint8Array> {
  const root = join(folder, 'warmup');
  const path = join(root, textOfBytes(name));
  if (!isBelow(root, path) || (await pathKind(path)) !== 'file') {
    throw internal(`failed to open text file for read ${byteTextOf(root)}/${name}: No such file or directory`);
  }
  const bytes = await readFile(path);
  if (datatype === undefined || datatype === 'BYTES') {
    return bytes;
  }
  const needed = count * elementWidth(datatype);
  if (bytes.byteLength < needed) {
    throw invalidArgument(
      `${requestPrefix('')}warmup setting expects ${needed} bytes, but the data provided from ${name}only has ${bytes.byteLength} bytes`,
    );
  }
  return bytes.subarray(0, needed);
}

function randomText(): string {
  return Math.random().toString(36).slice(2);
}
