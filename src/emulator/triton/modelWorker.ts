import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-node';
import { readFile, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { Worker, workerData } from 'node:worker_threads';
import type { DataType } from '../../inference/kserve/tensor';
import { LONG_JSON } from './infer/longJson';
import { serveLongJson } from './longJsonWorker';
import { byteTextOf, textOfBytes } from './byteText';
import type { OnnxModel, OnnxTensor } from './config/onnxTensors';
import { originalName, standInName, withoutBfloat16, type Bfloat16Model } from './model/bfloat16Model';
import { dataTypeOfOrt, ortTypes } from './model/ortDataTypes';
import { ortStringsOf, ortTensorOf, wireBytesOf } from './model/ortTensor';
import type { WireTensor } from './model/inferenceRequest';
import { ModelChannel } from './model/modelChannel';
import { CHANNEL, MODEL_PROCESS, requestOf, type RunRequest, type WorkerStart } from './model/workerContract';

/*
 * One instance of a model: ONNX Runtime blocks the thread that calls it and may end the process, so each instance is a process of
 * its own. As a thread the same file reads and writes long JSON, or ends the process of an instance once its server is gone.
 */

/** First argument of the thread that watches the server; the second one is the server's process. */
const SERVER_WATCH = 'serverWatch';
const WATCH_EVERY_MS = 1000;

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
  const { InferenceSession: Session, Tensor: OrtTensor } = await import('onnxruntime-node').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the native module of ONNX Runtime cannot be loaded on ${process.platform} ${process.arch}: ${why}`);
  });
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

interface Ran {
  readonly outputs: readonly WireTensor[];
  readonly inferStart: bigint;
  readonly inferEnd: bigint;
}

async function run(loaded: Loaded, inputs: readonly WireTensor[], wanted: readonly string[]): Promise<Ran> {
  const inSession = (name: string): string => standInName(textOfBytes(name), loaded.standIns);
  const feeds: Record<string, Tensor> = {};
  let isShifted = false;
  for (const { name, datatype, shape, bytes } of inputs) {
    if (datatype === 'BYTES') {
      const strings = ortStringsOf(loaded.Tensor, bytes, shape);
      isShifted ||= strings.isShifted;
      feeds[inSession(name)] = strings.tensor;
    } else {
      feeds[inSession(name)] = ortTensorOf(loaded.Tensor, datatype, bytes, shape);
    }
  }
  const inferStart = process.hrtime.bigint();
  const results = await loaded.session.run(feeds, wanted.map(inSession));
  const inferEnd = process.hrtime.bigint();
  const outputs = wanted.map((name) => {
    const tensor = results[inSession(name)];
    if (tensor === undefined) {
      throw new Error(`the model gave no output ${name}`);
    }
    const datatype = wireTypeOf(loaded.model, name);
    return { name, datatype, shape: [...tensor.dims], bytes: wireBytesOf(tensor, datatype, isShifted) };
  });
  return { outputs, inferStart, inferEnd };
}

function wireTypeOf(model: OnnxModel, output: string): DataType {
  const dataType = model.outputs.find((one) => one.name === output)?.dataType;
  const row = ortTypes.find((one) => one.dataType === dataType);
  if (row === undefined) {
    throw new Error(`output ${output} has a type that has no name on the wire`);
  }
  return row.datatype;
}

function reasonOf(error: unknown): string {
  return byteTextOf(error instanceof Error ? error.message : String(error));
}

/** Answers one message after the other; the first one says what to load. */
function serveModel(): void {
  let loaded: Loaded | undefined;
  const answer = async (request: RunRequest, inputs: readonly WireTensor[]): Promise<void> => {
    if (request.kind === 'load') {
      const loading = load(request.start);
      startServerWatch(); // While the load has not begun to block this thread.
      loaded = await loading;
      channel.send({ kind: 'ready', ...loaded.model });
    } else if (loaded !== undefined) {
      const { outputs, inferStart, inferEnd } = await run(loaded, inputs, request.outputs);
      channel.send({ kind: 'done', inferStart: String(inferStart), inferEnd: String(inferEnd) }, outputs);
    }
  };
  const stream = new Socket({ fd: CHANNEL });
  const channel = new ModelChannel(stream, (fields, inputs) => {
    answer(requestOf(fields), inputs).catch((error: unknown) => {
      channel.send({ kind: 'failed', reason: reasonOf(error) });
    });
  });
  // The server is gone, however it ended.
  stream.on('close', () => process.exit());
  // A Ctrl-C in a terminal reaches this process too; the server decides when it ends.
  process.on('SIGINT', () => undefined);
  offerToEnd();
}

/** While ONNX Runtime computes, which may be for ever, this thread does not notice that the connection has closed. */
function startServerWatch(): void {
  const thread = new Worker(__filename, { argv: [SERVER_WATCH, String(process.ppid)] });
  thread.on('error', () => undefined); // No room for a thread: the model works without.
  thread.unref();
}

function watchServer(server: number): void {
  setInterval(() => {
    if (!isRunning(server)) {
      process.kill(process.pid, 'SIGKILL'); // In a thread process.exit() would end the thread only.
    }
  }, WATCH_EVERY_MS);
}

/** Is the parent still there? On Windows its number stays with its children after its end; elsewhere they are given another parent. */
function isRunning(parent: number): boolean {
  if (process.platform !== 'win32') {
    return process.ppid === parent;
  }
  try {
    return process.kill(parent, 0);
  } catch {
    return false;
  }
}

/** When memory runs out, Linux ends the process that is worth least: this one, and not the server or the editor. */
function offerToEnd(): void {
  if (process.platform === 'linux') {
    writeFile('/proc/self/oom_score_adj', '1000').catch(() => undefined); // Where it may not be written, the kernel chooses by itself.
  }
}

if (process.argv[2] === MODEL_PROCESS) {
  serveModel();
} else if (process.argv[2] === SERVER_WATCH) {
  watchServer(Number(process.argv[3]));
} else if (workerData === LONG_JSON) {
  serveLongJson();
}
