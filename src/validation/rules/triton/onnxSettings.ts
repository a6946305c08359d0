import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';
import { byOwnLibrary } from './otherBackends';

// What the ONNX Runtime backend refuses whatever the model is (onnxruntime_backend, src/onnxruntime.cc).

const tensorRtParameters = new Set(
  (
    'precision_mode max_workspace_size_bytes int8_calibration_table_name int8_use_native_calibration_table trt_max_partition_iterations ' +
    'trt_min_subgraph_size trt_dla_enable trt_dla_core trt_engine_cache_enable trt_engine_cache_path trt_engine_cache_prefix ' +
    'trt_dump_subgraphs trt_force_sequential_engine_build trt_context_memory_sharing_enable trt_layer_norm_fp32_fallback ' +
    'trt_timing_cache_enable trt_timing_cache_path trt_force_timing_cache trt_detailed_build_log trt_build_heuristics_enable ' +
    'trt_sparsity_enable trt_builder_optimization_level trt_auxiliary_streams trt_tactic_sources trt_extra_plugin_lib_paths ' +
    'trt_profile_min_shapes trt_profile_max_shapes trt_profile_opt_shapes trt_cuda_graph_enable trt_dump_ep_context_model ' +
    'trt_ep_context_file_path trt_ep_context_embed_mode'
  ).split(' '),
);
const precisionModes = ['FP32', 'FP16', 'BF16', 'INT8'];

export const onnxOptionalInput: Rule<ConfigDocument> = {
  code: 'triton/onnx-optional-input',
  severity: 'warning',
  *check({ root, config, backend }) {
    const judged = backend === 'onnxruntime' && byOwnLibrary({ root, backend }) && config.maxBatchSize > 0;
    for (const input of judged ? root.children('input') : []) {
      if (input.flag('optional')) {
        yield {
          range: input.at('optional'),
          message: l10n.t('An ONNX model that batches has no optional inputs. Remove optional, or set max_batch_size to 0.'),
          triton: `optional input '${input.text('name')}' is not supported for models that support batching`,
        };
      }
    }
  },
};

export const onnxParameter: Rule<ConfigDocument> = {
  code: 'triton/onnx-parameter',
  severity: 'warning',
  *check({ root, backend }) {
    const limits = { execution_mode: 1, cudnn_conv_algo_search: 2, arena_extend_strategy: 1 };
    for (const { key, message, range } of backend === 'onnxruntime' ? root.entryMessages('parameters') : []) {
      const most = new Map(Object.entries(limits)).get(key);
      const value = message.text('string_value');
      if (most === undefined || (/^\s*\+?\d+/.test(value) && Number.parseInt(value, 10) <= most)) {
        continue;
      }
      yield {
        range: message.isWritten('string_value') ? message.at('string_value') : range,
        message: l10n.t('{0} is a whole number from 0 to {1}, in quotation marks.', key, most),
        triton:
          key === 'execution_mode'
            ? `Invalid configuration value provided. Expected values for  execution_mode are 0 or 1 but got ${value} .`
            : `unsupported ${key} value '${value}' is requested`,
      };
    }
  },
};

export const onnxAccelerator: Rule<ConfigDocument> = {
  code: 'triton/onnx-accelerator',
  severity: 'warning',
  *check({ root, backend }) {
    for (const { accelerator, known } of backend === 'onnxruntime' ? acceleratorsOf(root) : []) {
      const name = accelerator.text('name');
      if (!known.includes(name)) {
        yield {
          range: accelerator.at('name'),
          message: l10n.t('ONNX Runtime has no accelerator {0} here. Use one of: {1}.', name, known.join(', ')),
          triton: `unknown Execution Accelerator '${name}' is requested`,
        };
      }
    }
  },
};

export const onnxAcceleratorParameter: Rule<ConfigDocument> = {
  code: 'triton/onnx-accelerator-parameter',
  severity: 'warning',
  *check({ root, backend }) {
    for (const { accelerator } of backend === 'onnxruntime' ? acceleratorsOf(root) : []) {
      for (const { key, value, range } of accelerator.text('name') === 'tensorrt' ? accelerator.entries('parameters') : []) {
        if (!tensorRtParameters.has(key)) {
          yield {
            range,
            message: l10n.t('The TensorRT accelerator has no parameter {0}.', key),
            triton: `unknown parameter '${key}' is provided for TensorRT Execution Accelerator`,
          };
        } else if (key === 'precision_mode' && typeof value === 'string' && !precisionModes.includes(value)) {
          yield {
            range,
            message: l10n.t('precision_mode is one of {0}.', precisionModes.join(', ')),
            triton: `unsupported precision mode '${value}' is requested`,
          };
        }
      }
    }
  },
};

function acceleratorsOf(root: PlacedMessage): { readonly accelerator: PlacedMessage; readonly known: readonly string[] }[] {
  const policy = root.child('optimization')?.child('execution_accelerators');
  const groups = root.children('instance_group').map((group) => group.enumName('kind', 'KIND_AUTO'));
  // The backend does not look at them for an instance on the processor.
  const usesGpu = groups.length === 0 || groups.some((kind) => kind !== 'KIND_CPU');
  return [
    ...(usesGpu ? (policy?.children('gpu_execution_accelerator') ?? []) : []).map((accelerator) => ({
      accelerator,
      known: ['tensorrt', 'cuda'],
    })),
    ...(policy?.children('cpu_execution_accelerator') ?? []).map((accelerator) => ({ accelerator, known: ['openvino'] })),
  ];
}
