import { join } from 'node:path';
import { pathKind } from '../../../base/pathKind';
import { backendOf, modelFileKinds } from '../../../documents/pbtxt/backends';
import { modelConfigOf } from '../../../documents/pbtxt/modelConfig';
import { withFields, type ConfigMessage } from '../../../documents/pbtxt/configMessage';
import { invalidArgument } from '../tritonError';
import { subFolders } from './modelFolder';

/** Fills in backend, platform and default_model_filename as Triton's core does before anything is checked. */
export async function inferBackend(message: ConfigMessage, folder: string): Promise<ConfigMessage> {
  const { name, backend, platform, defaultModelFilename } = modelConfigOf(message);
  if (platform === 'ensemble') {
    return message;
  }
  if (backend === '' && platform === '' && defaultModelFilename === '') {
    return withFields(message, await fromFiles(name, folder));
  }
  const known = backendOf(backend, platform, defaultModelFilename);
  if (known === undefined) {
    return message;
  }
  return withFields(message, {
    backend: known.backend,
    ...(platform === '' && known.platform !== '' ? { platform: known.platform } : {}),
    ...(defaultModelFilename === '' && known.file !== '' ? { default_model_filename: known.file } : {}),
  });
}

async function fromFiles(model: string, folder: string): Promise<Record<string, string>> {
  // The alphabetically first folder, whatever it is: a hidden one hides the versions.
  const [first] = (await subFolders(folder)).sort(byCode);
  for (const row of first === undefined ? [] : modelFileKinds) {
    const kind = await pathKind(join(folder, first ?? '', row.file));
    if (kind !== undefined && (row.wants === 'any' || row.wants === kind)) {
      return { backend: row.backend, default_model_filename: row.file, ...(row.platform === '' ? {} : { platform: row.platform }) };
    }
  }
  const dot = model.indexOf('.');
  if (dot < 0) {
    throw invalidArgument(
      `Invalid model name: Could not determine backend for model '${model}' with no backend in model configuration. ` +
        `Expected model name of the form 'model.<backend_name>'.`,
    );
  }
  const backend = model.slice(dot + 1);
  return { backend, default_model_filename: `model.${backend}` };
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
