import type { TensorConfig } from '../../../documents/pbtxt/modelConfig';
import { configJson } from '../../../documents/pbtxt/configJson';
import type { JsonOutput } from '../../../base/writeJson';
import { wireTypeOf } from '../model/ortDataTypes';
import { jsonAnswer, type Answer } from './answer';
import { modelOf } from './modelPath';
import type { Route, RouteContext } from './route';

/** The release whose protocol this server speaks. */
const TRITON_VERSION = '2.51.0';
const EXTENSIONS = [
  'classification',
  'sequence',
  'model_repository',
  'model_repository(unload_dependents)',
  'schedule_policy',
  'model_configuration',
  'system_shared_memory',
  'cuda_shared_memory',
  'binary_tensor_data',
  'parameters',
  'statistics',
  'trace',
  'logging',
];

export const metadataRoutes: readonly Route[] = [
  {
    path: /^\/v2$/,
    methods: ['GET'],
    errors: 'application/json',
    handle: () => jsonAnswer({ name: 'triton', version: TRITON_VERSION, extensions: EXTENSIONS }),
  },
  {
    path: /^\/v2\/models\/(?<model>[^/]+)(?:\/versions\/(?<version>\d+))?$/,
    methods: ['GET'],
    errors: 'application/json',
    handle: (context: RouteContext): Answer => {
      const model = modelOf(context);
      const { config } = model;
      const versions =
        context.path['version'] === undefined ? context.lifecycle.readyVersions(model.name).map((one) => one.version) : [model.version];
      const described = (tensor: TensorConfig): JsonOutput => ({
        name: tensor.name,
        datatype: wireTypeOf(tensor.dataType) ?? '<invalid>',
        shape: config.maxBatchSize > 0 ? [-1, ...tensor.dims] : tensor.dims,
      });
      return jsonAnswer({
        name: model.name,
        versions: versions.map(String),
        platform: config.platform === '' ? config.backend : config.platform,
        inputs: config.inputs.map(described),
        outputs: config.outputs.map(described),
      });
    },
  },
  {
    path: /^\/v2\/models\/(?<model>[^/]+)(?:\/versions\/(?<version>\d+))?\/config$/,
    methods: ['GET'],
    errors: 'application/json',
    handle: (context: RouteContext): Answer => jsonAnswer(configJson(modelOf(context).message)),
  },
];
