import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-node';
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Fields } from '../../base/decode';
import type { DataType } from '../../inference/kserve/tensor';
import { LONG_JSON } from './infer/longJson';
import { serveLongJson } from './longJsonWorker';
import { byteTextOf, textOfBytes } from './byteText';
import type { OnnxModel, OnnxTensor } from './config/onnxTensors';
import { originalName, standInName, withoutBfloat16, type Bfloat16Model } from './model/bfloat16Model';
import { dataTypeOfOrt, ortTypes } from './model/ortDataTypes';
import { ortStringsOf, ortTensorOf, wireBytesOf } from './model/ortTensor';
import { transferList, type RunRequest, type WorkerMessage, type WorkerStart } from './model/workerContract';

/*
 * One instance of a model: ONNX Runtime blocks the thread that calls it, so each instance has a thread of its own.
 */

interface Loaded {
  readonly session: InferenceSession;
  readonly Tensor: TensorConstructor;
  /** BF16 inputs and outputs that the session has as FP32. */
  readonly standIns: ReadonlySet<string>;
  readonly model: OnnxModel;
}

async function load({ file, threads }: WorkerStart): Promise<Loaded> {
  // The native binding knows Uint16Array for half precision and mistakes the newer Float16Array for something empty.
  Reflect.deleteProperty(globalThis, 'Float16Array');
  const { InferenceSession: Session, Tensor: OrtTensor } = await import('onnxruntime-node');
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const { session, standIns } = await create(file, (model) =>
    typeof model === 'string' ? Session.create(model, options) : Session.create(model, options),
  );
  const model = { inputs: session.inputMetadata.map(described), outputs: session.outputMetadata.map(described) };
  return { session, Tensor: OrtTensor, standIns, model };
}

interface Created {
  readonly session: InferenceSession;
  readonly standIns: ReadonlySet<string>;
}

/** A model that is refused may only have BF16 at its ends, which can be helped. */
async function create(file: string, open: (model: string | Uint8Array) => Promise<InferenceSession>): Promise<Created> {
  try {
    return { session: await open(file), standIns: new Set() };
  } catch (error) {
    const changed = await bfloat16Model(file);
    if (changed === undefined) {
      throw error;
    }
    return { session: await open(changed.model), standIns: changed.tensors };
  }
}

async function bfloat16Model(file: string): Promise<Bfloat16Model | undefined> {
  try {
    return withoutBfloat16(await readFile(file));
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined; // Not an ONNX file at all, or one beyond 2 GB: what ONNX Runtime said of it stands.
    }
    throw error;
  }
}

function described(value: InferenceSession.ValueMetadata): OnnxTensor {
  if (!value.isTensor) {
    return { name: byteTextOf(value.name), dataType: 'TYPE_INVALID', dims: [], isTensor: false };
  }
  const name = originalName(value.name);
  const dims = value.shape.map((dim) => (typeof dim === 'number' && dim >= 0 ? dim : -1));
  const dataType = name === value.name ? dataTypeOfOrt(value.type) : 'TYPE_BF16';
  return { name: byteTextOf(name), dataType, dims, isTensor: true };
}

async function run(loaded: Loaded, request: RunRequest): Promise<WorkerMessage> {
  const inSession = (name: string): string => standInName(textOfBytes(name), loaded.standIns);
  const feeds: Record<string, Tensor> = {};
  let isShifted = false;
  for (const { name, datatype, shape, bytes } of request.inputs) {
    if (datatype === 'BYTES') {
      const strings = ortStringsOf(loaded.Tensor, bytes, shape);
      isShifted ||= strings.isShifted;
      feeds[inSession(name)] = strings.tensor;
    } else {
      feeds[inSession(name)] = ortTensorOf(loaded.Tensor, datatype, bytes, shape);
    }
  }
  const inferStart = process.hrtime.bigint();
  const results = await loaded.session.run(feeds, request.outputs.map(inSession));
  const inferEnd = process.hrtime.bigint();
  const outputs = request.outputs.map((name) => {
    const tensor = results[inSession(name)];
    if (tensor === undefined) {
      throw new Error(`the model gave no output ${name}`);
    }
    const datatype = wireTypeOf(loaded.model, name);
    return { name, datatype, shape: [...tensor.dims], bytes: wireBytesOf(tensor, datatype, isShifted) };
  });
  return { kind: 'done', id: request.id, outputs, times: { inferStart, inferEnd } };
}

function wireTypeOf(model: OnnxModel, output: string): DataType {
  const dataType = model.outputs.find((one) => one.name === output)?.dataType;
  const row = ortTypes.find((one) => one.dataType === dataType);
  if (row === undefined) {
    throw new Error(`output ${output} has a type that has no name on the wire`);
  }
  return row.datatype;
}

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message, message.kind === 'done' ? transferList(message.outputs) : []);
}

function reasonOf(error: unknown): string {
  return byteTextOf(error instanceof Error ? error.message : String(error));
}

async function main(): Promise<void> {
  const start = Fields.of(workerData, 'workerData');
  try {
    const loaded = await load({ file: start.text('file'), threads: start.number('threads') });
    parentPort?.on('message', (request: RunRequest) => {
      run(loaded, request).then(post, (error: unknown) => {
        post({ kind: 'error', id: request.id, reason: reasonOf(error) });
      });
    });
    post({ kind: 'ready', model: loaded.model });
  } catch (error) {
    post({ kind: 'failed', reason: reasonOf(error) });
  }
}

if (workerData === LONG_JSON) {
  serveLongJson();
} else {
  void main(); // Every failure has become a message.
}
