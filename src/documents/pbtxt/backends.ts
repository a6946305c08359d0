/** Backends whose platform, default file name and pairing Triton's core knows (core, model_config_utils.cc and constants.h). */
const platforms: Readonly<Record<string, readonly string[]>> = {
  tensorflow: ['tensorflow_graphdef', 'tensorflow_savedmodel'],
  tensorrt: ['tensorrt_plan'],
  onnxruntime: ['onnxruntime_onnx'],
  pytorch: ['pytorch_libtorch', 'torch_aoti'],
};

export interface ModelFileKind {
  readonly file: string;
  readonly backend: string;
  /** '' where the backend has none of its own. */
  readonly platform: string;
  readonly wants: 'file' | 'folder' | 'any';
}

/** Default names of model files, in the order in which Triton's core looks for them in the first version folder. */
export const modelFileKinds: readonly ModelFileKind[] = [
  { file: 'model.savedmodel', backend: 'tensorflow', platform: 'tensorflow_savedmodel', wants: 'folder' },
  { file: 'model.graphdef', backend: 'tensorflow', platform: 'tensorflow_graphdef', wants: 'file' },
  { file: 'model.plan', backend: 'tensorrt', platform: 'tensorrt_plan', wants: 'file' },
  { file: 'model.onnx', backend: 'onnxruntime', platform: 'onnxruntime_onnx', wants: 'any' },
  { file: 'model.xml', backend: 'openvino', platform: '', wants: 'any' },
  { file: 'model.pt', backend: 'pytorch', platform: 'pytorch_libtorch', wants: 'file' },
  { file: 'model.pt2', backend: 'pytorch', platform: 'torch_aoti', wants: 'file' },
  { file: 'model.py', backend: 'python', platform: '', wants: 'any' },
];

/** The platforms that a backend may stand with; undefined = any. */
export function platformsOf(backend: string): readonly string[] | undefined {
  return Object.hasOwn(platforms, backend) ? platforms[backend] : undefined;
}

/** All platforms from which the core knows the backend. */
export const knownPlatforms: readonly string[] = Object.values(platforms).flat();

export interface KnownBackend {
  readonly backend: string;
  readonly platform: string;
  /** Default file name in a version folder; '' where the core knows none. */
  readonly file: string;
}

/** What backend, platform and default_model_filename of a configuration say together; undefined when they name no backend. */
export function backendOf(backend: string, platform: string, file: string): KnownBackend | undefined {
  if (backend !== '') {
    const row = modelFileKinds.find((one) => one.backend === backend && (platform === '' || one.platform === platform));
    return { backend, platform: platform === '' ? platformAlone(backend, file) : platform, file: row?.file ?? '' };
  }
  // One after the other, and either of the two is enough: of a platform and a file that contradict each other the earlier row wins.
  const row = modelFileKinds.find(
    (one) => (platform !== '' && one.platform === platform) || (one.file === file && (one.backend !== 'tensorflow' || platform === '')),
  );
  return row && { backend: row.backend, platform: platform === '' ? row.platform : platform, file: row.file };
}

/** tensorflow has two formats, so its platform is told by the file only. */
function platformAlone(backend: string, file: string): string {
  const [own = ''] = platformsOf(backend) ?? [];
  return backend === 'tensorflow' ? (modelFileKinds.find((one) => one.backend === backend && one.file === file)?.platform ?? '') : own;
}
