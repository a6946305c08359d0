import { backendOf } from '../documents/pbtxt/backends';
import { readModelConfig, type ModelConfig, type ModelConfigReading } from '../documents/pbtxt/modelConfig';
import { PlacedMessage } from '../documents/pbtxt/placedMessage';
import type { TritonRelease } from '../documents/pbtxt/release';

/** A config.pbtxt as its rules see it. */
export interface ConfigDocument {
  readonly reading: ModelConfigReading;
  readonly config: ModelConfig;
  readonly root: PlacedMessage;
  /** The model folder's name; without a folder what the file says, '' when it says nothing. */
  readonly name: string;
  /** As Triton's core fills it in; undefined when neither the file nor its folder tells. */
  readonly backend: string | undefined;
  /** As Triton's core fills it in. */
  readonly platform: string;
  /** Of the server that it is for; undefined = the newest one. */
  readonly release: TritonRelease | undefined;
  /** The text has no fault, so what is not found in it really is not there. */
  readonly isWhole: boolean;
}

/** What the folder of a configuration tells about it. */
export interface ModelPlace {
  readonly name: string;
  /** What the model file in the first version folder stands for, or what the folder's name ends in. */
  readonly backend?: string;
  readonly platform?: string;
}

/** Reads a configuration, on its own or as that of a model folder. Never throws. */
export function readConfigDocument(text: string, place?: ModelPlace, release?: TritonRelease): ConfigDocument {
  const reading = readModelConfig(text);
  const { config, message, places, problems } = reading;
  const { backend, platform } = inferred(config, place);
  return {
    reading,
    config,
    root: new PlacedMessage(message, places),
    name: place?.name ?? config.name,
    backend,
    platform,
    release,
    isWhole: problems.length === 0,
  };
}

function inferred(
  { backend, platform, defaultModelFilename }: ModelConfig,
  place: ModelPlace | undefined,
): { readonly backend: string | undefined; readonly platform: string } {
  if (platform === 'ensemble') {
    // An ensemble has no file; the core takes a backend from the name of one all the same.
    return { backend: backend || (backendOf('', platform, defaultModelFilename)?.backend ?? ''), platform };
  }
  if (backend === '' && platform === '' && defaultModelFilename === '') {
    return { backend: place?.backend, platform: place?.platform ?? '' };
  }
  return backendOf(backend, platform, defaultModelFilename) ?? { backend: '', platform };
}
