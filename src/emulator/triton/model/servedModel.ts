import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { pathKind } from '../../../base/pathKind';
import { MessageReader, type ConfigMessage } from '../../../documents/pbtxt/configMessage';
import { modelConfigOf, type ModelConfig } from '../../../documents/pbtxt/modelConfig';
import { byteTextOf, textOfBytes } from '../byteText';
import { checkAgainstOnnx } from '../config/checkAgainstOnnx';
import { checkConfig, checkTensors } from '../config/checkConfig';
import { completeFromOnnx, normalize } from '../config/completeConfig';
import { isBelow } from '../repository/modelFolder';
import { internal, invalidArgument } from '../tritonError';
import type { Scheduler } from './inferenceRequest';
import { InstancePool } from './instancePool';
import { ModelInstance } from './modelInstance';
import { ModelStatistics } from './modelStatistics';
import { QueueScheduler } from './queueScheduler';
import { readSequenceStates } from './sequenceStates';
import { readRagged } from './raggedBatch';
import { CachingScheduler, type ResponseCache } from './responseCache';
import { SequenceScheduler } from './sequenceScheduler';
import { readWarmup, warmUp, type WarmupSample } from './warmup';

/** One version of a model that answers requests. */
export interface ServedModel {
  readonly name: string;
  readonly version: number;
  /** Completed and normalised; names are byte text. */
  readonly config: ModelConfig;
  readonly message: ConfigMessage;
  /** Output name -> class names by index, byte text. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  readonly statistics: ModelStatistics;
  /** Whether equal requests are answered from the response cache. */
  readonly isCached: boolean;
  readonly scheduler: Scheduler;
}

export interface LoadOptions {
  /** The model's folder. */
  readonly folder: string;
  readonly version: number;
  /** As polled: backend inferred, checked, not completed. */
  readonly message: ConfigMessage;
  /** Path of the bundled modelWorker.ts. */
  readonly workerFile: string;
  /** ONNX Runtime's threads for each instance. */
  readonly threads: number;
  /** Undefined when the server has none; what a configuration says about it then means nothing. */
  readonly cache: ResponseCache | undefined;
  /** Ends a load. */
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** Loads one version of a model into its first instance, and into all when they are to be warmed up. Throws Triton's error when that fails. */
export async function loadModel(options: LoadOptions): Promise<ServedModel> {
  const polled = modelConfigOf(options.message);
  if (polled.backend !== 'onnxruntime') {
    throw invalidArgument(
      `unable to find backend library for backend '${polled.backend}', try specifying runtime on the model configuration.`,
    );
  }
  const file = await onnxFile(options, polled.defaultModelFilename);
  const { workerFile, threads, signal } = options;
  const start = (ending: AbortSignal): Promise<ModelInstance> => ModelInstance.start(workerFile, { file, threads }, ending);
  const instance = await start(signal);
  try {
    return await servedBy(instance, options, start);
  } catch (error) {
    await instance.close();
    throw error;
  }
}

async function servedBy(
  instance: ModelInstance,
  options: LoadOptions,
  start: (ending: AbortSignal) => Promise<ModelInstance>,
): Promise<ServedModel> {
  const message = normalize(completeFromOnnx(options.message, instance.model));
  const config = modelConfigOf(message);
  checkConfig(config);
  checkTensors(config);
  const ragged = readRagged(message);
  checkAgainstOnnx(config, instance.model, ragged);
  const { name } = config;
  const { version, folder, log, signal } = options;
  const labels = await readLabels(config, folder);
  const states = await readSequenceStates(config, folder);
  const samples = await readWarmup(message, folder);
  const statistics = new ModelStatistics();
  const warmed = (one: ModelInstance, index: number, ending: AbortSignal): Promise<ModelInstance> =>
    warmedUp(one, samples, { config, statistics, ragged, instance: `${config.instanceGroups[0]?.name ?? name}_${index}`, signal: ending });
  const startWarm = async (index: number, ending: AbortSignal): Promise<ModelInstance> => warmed(await start(ending), index, ending);
  const count = config.instanceGroups.reduce((sum, group) => sum + group.count, 0);
  await warmed(instance, 0, signal);
  const others = samples.length === 0 ? [] : await allOrNone(Array.from({ length: count - 1 }, (_, index) => startWarm(index + 1, signal)));
  let scheduler: QueueScheduler | undefined = undefined;
  const pool = new InstancePool([instance, ...others], {
    count,
    start: (closing) => startWarm(0, AbortSignal.any([signal, closing])),
    onFree: () => scheduler?.work(),
    onNone: (why) => scheduler?.failAll(why),
    log,
  });
  scheduler = new QueueScheduler({ config, statistics, ragged }, pool);
  const { cache } = options;
  const isCached = cache !== undefined && new MessageReader(message).inner('response_cache')?.flag('enable') === true;
  const plain = isCached ? new CachingScheduler(`${name}:${version}`, scheduler, cache, statistics) : scheduler;
  return {
    name,
    version,
    config,
    message,
    labels,
    statistics,
    isCached,
    scheduler: config.sequenceBatching === undefined ? plain : new SequenceScheduler(config, config.sequenceBatching, scheduler, states),
  };
}

/** The instance after its samples; it ends when one fails. */
async function warmedUp(
  instance: ModelInstance,
  samples: readonly WarmupSample[],
  context: Parameters<typeof warmUp>[2],
): Promise<ModelInstance> {
  try {
    await warmUp(instance, samples, context);
    return instance;
  } catch (error) {
    await instance.close();
    throw error;
  }
}

/** When one cannot be started, none is left behind. */
async function allOrNone(starts: readonly Promise<ModelInstance>[]): Promise<ModelInstance[]> {
  try {
    return await Promise.all(starts);
  } catch (error) {
    for (const result of await Promise.allSettled(starts)) {
      await (result.status === 'fulfilled' ? result.value.close() : undefined);
    }
    throw error;
  }
}

/** Class names of the outputs that have a label_filename, relative to the model's folder. */
export async function readLabels(config: ModelConfig, folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const labels = new Map<string, readonly string[]>();
  for (const output of config.outputs.filter((one) => one.labelFilename !== '')) {
    const path = join(folder, textOfBytes(output.labelFilename));
    const names = [path, output.name, config.name].map(byteTextOf);
    if (!isBelow(folder, path)) {
      // Triton looks since release 26.02 (label_provider.cc): a repository from elsewhere must not read other files of this machine.
      throw invalidArgument(`label file path '${names[0]}' for output '${names[1]}' in model '${names[2]}' is outside model directory`);
    }
    if ((await pathKind(path)) !== 'file') {
      throw internal(`failed to open text file for read ${byteTextOf(path)}: No such file or directory`);
    }
    const lines = (await readFile(path, 'latin1')).split('\n');
    // A newline at the end ends the last line, it does not begin another.
    labels.set(
      output.name,
      (lines.at(-1) === '' ? lines.slice(0, -1) : lines).map((line) => line.replace(/\r$/, '')),
    );
  }
  return labels;
}

async function onnxFile({ folder, version }: LoadOptions, configured: string): Promise<string> {
  const name = textOfBytes(configured === '' ? 'model.onnx' : configured);
  const path = join(folder, String(version), name);
  const kind = await pathKind(path);
  if (kind === undefined) {
    throw internal(`failed to stat file ${byteTextOf(path)}`);
  }
  if (kind === 'file') {
    return path;
  }
  // A folder holds the model beside the files of its external data.
  const inner = join(path, 'model.onnx');
  if ((await pathKind(inner)) !== 'file') {
    throw internal(`unable to find '${byteTextOf(inner)}' for model instance '${byteTextOf(folder)}'`);
  }
  return inner;
}
