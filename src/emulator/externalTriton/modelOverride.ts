import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathKind } from '../../base/pathKind';
import { writeJson, type JsonOutput } from '../../base/writeJson';
import { isList, isMap, isMessage, type ConfigField, type ConfigMessage, type ConfigValue } from '../../documents/pbtxt/configMessage';
import { modelConfigOf, readModelConfig } from '../../documents/pbtxt/modelConfig';

/** A model that cannot be sent; the message is a reason as Triton would give one. */
export class OverrideError extends Error {
  override readonly name = 'OverrideError';
}

export interface ModelOverride {
  /** Body of a load request. */
  readonly body: string;
  readonly isEnsemble: boolean;
}

/** As text it is a third longer, all of it is in memory, and servers since 25.06 take 64 MiB unless told otherwise. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Puts a model folder into a load request: its configuration as JSON and every other file in base64 (server repository,
 * docs/protocol/extension_model_repository.md, "Load"). Throws an OverrideError when that is not possible.
 */
export async function modelOverride(folder: string): Promise<ModelOverride> {
  const config = await readConfig(join(folder, 'config.pbtxt'));
  const parameters: Record<string, string> = { config: writeJson(config === undefined ? {} : messageJson(config)) };
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path !== 'config.pbtxt').sort();
  let size = 0;
  for (const path of paths) {
    const file = join(folder, path);
    if ((await pathKind(file)) === 'file') {
      size += (await stat(file)).size;
      if (size > MOST_BYTES) {
        throw new OverrideError('the model has more than 256 MiB, too much for a load request: give the path of tritonserver instead');
      }
      parameters[`file:${path.replaceAll(sep, '/')}`] = (await readFile(file)).toString('base64');
    }
  }
  return { body: JSON.stringify({ parameters }), isEnsemble: config !== undefined && modelConfigOf(config).platform === 'ensemble' };
}

async function readConfig(path: string): Promise<ConfigMessage | undefined> {
  if ((await pathKind(path)) !== 'file') {
    return undefined;
  }
  const { message, problems } = readModelConfig(await readFile(path, 'utf8'));
  const [first] = problems;
  if (first) {
    throw new OverrideError(`config.pbtxt: ${first.message}`);
  }
  return message;
}

/** What is written in the file, and no defaults: an older server does not know every field. */
function messageJson(message: ConfigMessage): JsonOutput {
  return Object.fromEntries([...message.fields].map(([name, field]) => [name, fieldJson(field)]));
}

function fieldJson(field: ConfigField): JsonOutput {
  if (isList(field)) {
    return field.map(valueJson);
  }
  return isMap(field) ? Object.fromEntries([...field].map(([key, value]) => [key, valueJson(value)])) : valueJson(field);
}

function valueJson(value: ConfigValue): JsonOutput {
  if (isMessage(value)) {
    return messageJson(value);
  }
  // JSON has no NaN and no infinities; protobuf's JSON writes them as strings.
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
