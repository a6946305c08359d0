import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { pathKind } from '../../../base/pathKind';
import type { ConfigMessage } from '../../../documents/pbtxt/configMessage';
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
import { SequenceScheduler } from './sequenceScheduler';

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
  readonly log: (message: string) => void;
}

/** Loads one version of a model into its first instance. Throws Triton's error when that fails. */
export async function loadModel(options: LoadOptions): Promise<ServedModel> {
  const polled = modelConfigOf(options.message);
  if (polled.backend !== 'onnxruntime') {
    throw invalidArgument(
      `unable to find backend library for backend '${polled.backend}', try specifying runtime on the model configuration.`,
    );
  }
  const file = await onnxFile(options, polled.defaultModelFilename);
  const start = (): Promise<ModelInstance> => ModelInstance.start(options.workerFile, { file, threads: options.threads });
  const instance = await start();
  try {
    const message = normalize(completeFromOnnx(options.message, instance.model));
    const config = modelConfigOf(message);
    checkConfig(config);
    checkTensors(config);
    checkAgainstOnnx(config, instance.model);
    const labels = await readLabels(config, options.folder);
    const states = await readSequenceStates(config, options.folder);
    const statistics = new ModelStatistics();
    const count = config.instanceGroups.reduce((sum, group) => sum + group.count, 0);
    let scheduler: QueueScheduler | undefined = undefined;
    const onFree = (): void => scheduler?.work();
    const onNone = (why: unknown): void => scheduler?.failAll(why);
    const pool = new InstancePool(instance, { count, start, onFree, onNone, log: options.log });
    scheduler = new QueueScheduler({ config, statistics }, pool);
    return {
      name: config.name,
      version: options.version,
      config,
      message,
      labels,
      statistics,
      scheduler:
        config.sequenceBatching === undefined ? scheduler : new SequenceScheduler(config, config.sequenceBatching, scheduler, states),
    };
  } catch (error) {
    await instance.close();
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
