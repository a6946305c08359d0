import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { pathKind } from '../../../base/pathKind';
import { withFields, type ConfigMessage } from '../../../documents/pbtxt/configMessage';
import { modelConfigOf, readModelConfig, type ModelConfig } from '../../../documents/pbtxt/modelConfig';
import { ROOT_MESSAGE } from '../../../documents/pbtxt/modelConfigSchema';
import { byteTextOf } from '../byteText';
import { checkConfig } from '../config/checkConfig';
import { byteMessage, messageFromJson } from '../config/messageFromJson';
import { readJson } from '../json/readJson';
import { internal, invalidArgument } from '../tritonError';
import { inferBackend } from './backend';

/** A model as the repository shows it, before anything is loaded. */
export interface PolledModel {
  readonly folder: string;
  readonly message: ConfigMessage;
  readonly config: ModelConfig;
  /** Changes when a file of the model does. */
  readonly fingerprint: string;
}

/** What a load request brings along. */
export interface Override {
  /** The whole configuration as JSON, byte text. */
  readonly config: string;
  /** Path below the model's folder, ordinary text -> content. With files the folder in the repository is not looked at. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Reads and checks a model's configuration. `name` is the folder's. Throws Triton's error; Triton logs it and shows the model without a state. */
export async function pollModel(folder: string, name: string, override?: Override): Promise<PolledModel> {
  const fingerprint = await fingerprintOf(folder);
  if (override === undefined) {
    return { ...(await check(folder, name, await readConfig(folder))), fingerprint };
  }
  const message = messageFromJson(readJson(override.config), ROOT_MESSAGE);
  if (override.files.size === 0) {
    return { ...(await check(folder, name, message)), fingerprint };
  }
  const given = await mkdtemp(join(tmpdir(), 'triton-azureml-model-'));
  try {
    await writeFiles(given, override.files);
    return { ...(await check(given, name, message)), fingerprint };
  } catch (error) {
    await rm(given, { recursive: true, force: true });
    throw error;
  }
}

async function check(folder: string, name: string, written: ConfigMessage): Promise<Omit<PolledModel, 'fingerprint'>> {
  const named = modelConfigOf(written).name === '' ? withFields(written, { name }) : written;
  const message = await inferBackend(named, folder);
  const config = modelConfigOf(message);
  checkConfig(config);
  if (config.name !== name) {
    throw invalidArgument(`unexpected directory name '${name}' for model '${config.name}', directory name must equal model name`);
  }
  return { folder, message, config };
}

async function readConfig(folder: string): Promise<ConfigMessage> {
  const path = join(folder, 'config.pbtxt');
  if ((await pathKind(path)) !== 'file') {
    return { type: ROOT_MESSAGE, fields: new Map() };
  }
  const text = await readFile(path, 'utf8');
  const { message, problems } = readModelConfig(text);
  const [first] = problems;
  if (first !== undefined) {
    const lines = text.slice(0, first.range.start).split('\n');
    const place = `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
    throw internal(`failed to read text proto from ${byteTextOf(path)}: ${place}: ${byteTextOf(first.message)}`);
  }
  return byteMessage(message);
}

/** Files of a load request lie in a folder of their own while the model is served. */
async function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    const target = join(folder, path);
    if (!target.startsWith(folder + sep)) {
      throw invalidArgument(`model file path '${byteTextOf(path)}' is outside model directory`);
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
}

/** Names, sizes and times of change of everything below the folder. */
async function fingerprintOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    hash.update(`${name}\0${found?.size ?? ''}\0${found?.mtimeMs ?? ''}\n`);
  }
  return hash.digest('hex');
}
