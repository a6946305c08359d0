import { join } from 'node:path';
import { modelConfigOf } from '../../../documents/pbtxt/modelConfig';
import { withFields, type ConfigMessage } from '../../../documents/pbtxt/configMessage';
import { invalidArgument } from '../tritonError';
import { kindOf, subFolders } from './modelFolder';

/** Backends whose platform, default file name and pairing Triton's core knows (model_config_utils.cc, constants.h). */
const platforms: Readonly<Record<string, readonly string[]>> = {
  tensorflow: ['tensorflow_graphdef', 'tensorflow_savedmodel'],
  tensorrt: ['tensorrt_plan'],
  onnxruntime: ['onnxruntime_onnx'],
  pytorch: ['pytorch_libtorch', 'torch_aoti'],
};
/** In the order in which the first version folder is searched. */
const byFile = [
  { file: 'model.savedmodel', backend: 'tensorflow', platform: 'tensorflow_savedmodel', wants: 'folder' },
  { file: 'model.graphdef', backend: 'tensorflow', platform: 'tensorflow_graphdef', wants: 'file' },
  { file: 'model.plan', backend: 'tensorrt', platform: 'tensorrt_plan', wants: 'file' },
  { file: 'model.onnx', backend: 'onnxruntime', platform: 'onnxruntime_onnx', wants: 'any' },
  { file: 'model.xml', backend: 'openvino', platform: '', wants: 'any' },
  { file: 'model.pt', backend: 'pytorch', platform: 'pytorch_libtorch', wants: 'file' },
  { file: 'model.pt2', backend: 'pytorch', platform: 'torch_aoti', wants: 'file' },
  { file: 'model.py', backend: 'python', platform: '', wants: 'any' },
] as const;

export function platformsOf(backend: string): readonly string[] | undefined {
  return Object.hasOwn(platforms, backend) ? platforms[backend] : undefined;
}

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

interface KnownBackend {
  readonly backend: string;
  readonly platform: string;
  readonly file: string;
}

function backendOf(backend: string, platform: string, file: string): KnownBackend | undefined {
  if (backend !== '') {
    const [own = ''] = platformsOf(backend) ?? [];
    const row = byFile.find((one) => one.backend === backend && (platform === '' || one.platform === platform));
    // tensorflow has two formats, so its platform cannot be told from the backend alone.
    return { backend, platform: backend === 'tensorflow' ? '' : own, file: row?.file ?? '' };
  }
  if (platform !== '') {
    const row = byFile.find((one) => one.platform === platform);
    return row && { backend: row.backend, platform, file: row.file };
  }
  const row = byFile.find((one) => one.file === file);
  return row && { backend: row.backend, platform: row.platform, file };
}

async function fromFiles(model: string, folder: string): Promise<Record<string, string>> {
  // The alphabetically first folder, whatever it is: a hidden one hides the versions.
  const [first] = (await subFolders(folder)).sort(byCode);
  for (const row of first === undefined ? [] : byFile) {
    const kind = await kindOf(join(folder, first ?? '', row.file));
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
