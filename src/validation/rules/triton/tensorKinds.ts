import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';
import { tensorsOf } from './tensors';

// ValidateModelInput, ValidateModelOutput and ValidateNonLinearFormatIO (triton-inference-server/core, src/model_config_utils.cc).

function hasThreeDims(tensor: PlacedMessage, isWhole: boolean): boolean {
  return tensor.values('dims').length === 3 || !tensor.isWhole('dims') || (!tensor.has('dims') && !isWhole);
}

export const formatDims: Rule<ConfigDocument> = {
  code: 'triton/format-dims',
  severity: 'error',
  *check({ root, name, isWhole }) {
    for (const input of root.children('input')) {
      const format = input.enumName('format', 'FORMAT_NONE');
      if ((format === 'FORMAT_NHWC' || format === 'FORMAT_NCHW') && input.has('dims') && !hasThreeDims(input, isWhole)) {
        yield {
          range: input.at('format'),
          message: l10n.t(
            '{0} describes a picture: its dims are three, without the batch dimension. Correct dims, or remove format.',
            format,
          ),
          triton: `model input NHWC/NCHW require 3 dims for ${name}`,
        };
      }
    }
  },
};

export const shapeTensor: Rule<ConfigDocument> = {
  code: 'triton/shape-tensor',
  severity: 'error',
  *check({ root, name, platform, backend }) {
    for (const { tensor } of tensorsOf(root)) {
      if (tensor.flag('is_shape_tensor') && platform !== 'tensorrt_plan' && backend !== undefined) {
        yield {
          range: tensor.at('is_shape_tensor'),
          message: l10n.t('Shape tensors exist in TensorRT models only. Remove is_shape_tensor.'),
          triton: `shape tensors are only supported for TensorRT platform for ${name}`,
        };
      }
    }
  },
};

export const nonLinearFormat: Rule<ConfigDocument> = {
  code: 'triton/non-linear-format',
  severity: 'error',
  since: '24.08',
  *check({ root, name, platform, backend, isWhole }) {
    for (const { tensor, kind } of tensorsOf(root).filter((one) => one.tensor.flag('is_non_linear_format_io'))) {
      const range = tensor.at('is_non_linear_format_io');
      if (platform !== 'tensorrt_plan' && backend !== undefined) {
        yield {
          range,
          message: l10n.t('Formats of this kind exist in TensorRT models only. Remove is_non_linear_format_io.'),
          triton: `Non-linear IO format is only supported for the TensorRT platform for ${name}`,
        };
      } else if (platform === 'tensorrt_plan' && tensor.has('dims') && !hasThreeDims(tensor, isWhole)) {
        yield {
          range,
          message: l10n.t('A tensor with is_non_linear_format_io has three dims.'),
          triton: `Non-linear IO format ${kind} requires 3 dims for ${name}`,
        };
      }
    }
  },
};

/** Accepted by Triton; the earlier one is silently lost. */
export const duplicateTensor: Rule<ConfigDocument> = {
  code: 'triton/duplicate-tensor',
  severity: 'warning',
  *check({ root }) {
    const seen = new Set<string>();
    for (const { tensor, kind, name } of tensorsOf(root)) {
      if (name !== '' && seen.has(`${kind} ${name}`)) {
        yield { range: tensor.at('name'), message: duplicateMessage(kind, name) };
      }
      seen.add(`${kind} ${name}`);
    }
  },
};

function duplicateMessage(kind: 'input' | 'output', name: string): Problem['message'] {
  return kind === 'input'
    ? l10n.t('Input {0} is given twice. Triton uses one of them and says nothing; remove the other.', name)
    : l10n.t('Output {0} is given twice. Triton uses one of them and says nothing; remove the other.', name);
}
