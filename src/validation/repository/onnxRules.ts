import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../base/textRange';
import type { OnnxTensor } from '../../documents/onnx/onnxHeader';
import type { Rule } from '../rule';
import { tensorsOf, type TensorOf } from '../rules/triton/tensors';
import { batches, canBatch } from './completedTensors';
import type { ModelInRepository } from './modelFolder';
import { onnxOpset } from './onnxOpset';
import { dimsText, onnxRule, type OnnxModel } from './onnxRule';
import { onnxSequenceControl } from './onnxSequenceControl';

// The configuration against the model file (onnxruntime_backend, src/onnxruntime.cc, ValidateInputs, ValidateOutputs, AutoCompleteConfig).

/** A listed tensor and the one of the model that has its name. */
interface Pair extends TensorOf {
  readonly real: OnnxTensor;
}

function pairs({ document, header }: OnnxModel): Pair[] {
  return tensorsOf(document.root).flatMap((one) => {
    const real = (one.kind === 'input' ? header.inputs : header.outputs).find(({ name }) => name === one.name);
    return real === undefined ? [] : [{ ...one, real }];
  });
}

/** Inputs that a request, the scheduler or the backend must give. */
const onnxInputCount = onnxRule('triton/onnx-input-count', function* ({ document, name, header }) {
  const { root, config } = document;
  if (config.inputs.length === 0) {
    return;
  }
  const controls = config.sequenceBatching?.controls.length ?? 0;
  const states = root.child('sequence_batching')?.children('state').length ?? 0;
  const batchInputs = root.children('batch_input').reduce((count, one) => count + one.texts('target_name').length, 0);
  const given = config.inputs.filter(({ optional }) => !optional).length + controls + states + batchInputs;
  const hasOptional = config.inputs.some(({ optional }) => optional);
  const isUnknown = config.inputs.some((input) => !header.inputs.some((one) => one.name === input.name));
  if (given === header.inputs.length || (hasOptional && given < header.inputs.length) || (isUnknown && given > header.inputs.length)) {
    return;
  }
  const listed = new Set(config.inputs.map((input) => input.name));
  const missing = header.inputs.map((input) => input.name).filter((one) => !listed.has(one));
  yield {
    range: root.nameAt('input'),
    message: l10n.t(
      'Inputs in the ONNX file: {0}. Inputs that the configuration gives: {1}. Not listed: {2}.',
      header.inputs.length,
      given,
      missing.join(', ') || '–',
    ),
    triton: `unable to load model '${name}', configuration expects ${given} inputs, model provides ${header.inputs.length}`,
  };
});

const onnxTensorName = onnxRule('triton/onnx-tensor-name', function* ({ document, header }) {
  const scattered = new Set(document.root.children('batch_output').flatMap((one) => one.texts('target_name').map(({ value }) => value)));
  for (const { tensor, kind, name } of tensorsOf(document.root)) {
    const among = (kind === 'input' ? header.inputs : header.outputs).map((one) => one.name).sort();
    if (name === '' || among.includes(name) || (kind === 'output' && scattered.has(name))) {
      continue;
    }
    yield {
      range: tensor.at('name'),
      message:
        kind === 'input'
          ? l10n.t('The ONNX file has no input {0}. It has {1}.', name, among.join(', '))
          : l10n.t('The ONNX file has no output {0}. It has {1}.', name, among.join(', ')),
      triton: `unexpected inference ${kind} '${name}', allowed ${kind}s are: ${among.join(', ')}`,
    };
  }
});

const onnxTensorKind = onnxRule('triton/onnx-tensor-kind', function* ({ document, header }) {
  for (const real of [...header.inputs, ...header.outputs].filter(({ kind }) => kind !== 'tensor')) {
    const listed = tensorsOf(document.root).find(({ name }) => name === real.name);
    yield {
      range: listed?.tensor.at('name') ?? document.root.head,
      message: l10n.t(
        '{0} of the ONNX file is no tensor but a {1}, which Triton cannot serve. Export the model without it, such as with zipmap switched off.',
        real.name,
        real.kind,
      ),
      triton: `Unsupported ONNX Type 'ONNX_TYPE_${real.kind.toUpperCase().replace(/[ -]/g, '')}' for I/O '${real.name}', expected 'ONNX_TYPE_TENSOR'.`,
    };
  }
});

const onnxDataType = onnxRule('triton/onnx-data-type', function* (model) {
  for (const { tensor, kind, name, real } of pairs(model)) {
    const written = tensor.enumName('data_type', 'TYPE_INVALID');
    if (real.kind === 'tensor' && written !== 'TYPE_INVALID' && real.dataType !== 'TYPE_INVALID' && written !== real.dataType) {
      yield {
        range: tensor.at('data_type'),
        message: l10n.t('Tensor {0} is {1} in the ONNX file, not {2}.', name, real.dataType, written),
        triton: `unable to load model '${model.name}', configuration expects datatype ${written} for ${kind} '${name}', model provides ${real.dataType}`,
      };
    }
  }
});

const onnxBatching = onnxRule('triton/onnx-batching', function* (model) {
  const { document, name, header } = model;
  if (document.config.maxBatchSize <= 0) {
    return;
  }
  const range = document.root.at('max_batch_size');
  const isListed = document.config.inputs.length > 0 && document.config.outputs.length > 0;
  const advice = (tensor: OnnxTensor): string =>
    l10n.t(
      'The ONNX file cannot batch: the first dimension of {0} is fixed, its shape being {1}. Set max_batch_size to 0, or export the model with a variable first dimension.',
      tensor.name,
      dimsText(tensor.dims),
    );
  if (!isListed && !canBatch(header)) {
    const [fixed] = [...header.inputs, ...header.outputs].filter((tensor) => tensor.dims[0] !== -1 && tensor.hasShape);
    if (fixed !== undefined) {
      yield {
        range,
        message: advice(fixed),
        triton: `autofill failed for model '${name}': model does not support batching while non-zero max_batch_size is specified`,
      };
    }
    return;
  }
  for (const { real } of pairs(model).filter((pair) => pair.real.hasShape && pair.real.dims[0] !== -1)) {
    yield {
      range,
      message: advice(real),
      triton:
        `model '${name}', tensor '${real.name}': for the model to support batching the shape should have at least 1 dimension and the first ` +
        `dimension must be -1; but shape expected by the model is ${dimsText(real.dims)}`,
    };
  }
});

function shapeOf({ tensor }: TensorOf, isBatched: boolean): { readonly shape: readonly number[]; readonly range: TextRange } {
  const reshape = tensor.child('reshape');
  const written = reshape?.numbers('shape') ?? tensor.numbers('dims');
  const range = reshape?.has('shape') === true ? reshape.at('shape') : tensor.nameAt(reshape === undefined ? 'dims' : 'reshape');
  return { shape: isBatched ? [-1, ...written] : written, range };
}

/** Pairs whose shapes both sides tell and that onnxBatching does not speak of already. */
function* comparable(model: OnnxModel): Iterable<Pair & ReturnType<typeof shapeOf>> {
  const isBatched = batches(model.document.config, model.header);
  const scattered = new Set(
    model.document.root.children('batch_output').flatMap((one) => one.texts('target_name').map(({ value }) => value)),
  );
  for (const pair of pairs(model)) {
    const isTold = pair.real.kind === 'tensor' && pair.real.hasShape && (pair.tensor.has('dims') || pair.tensor.has('reshape'));
    const skips = pair.tensor.flag('allow_ragged_batch') || (pair.kind === 'output' && scattered.has(pair.name));
    if (isTold && !skips && !(isBatched && pair.real.dims[0] !== -1)) {
      yield { ...pair, ...shapeOf(pair, isBatched) };
    }
  }
}

const onnxShape = onnxRule('triton/onnx-shape', function* (model) {
  const isBatched = batches(model.document.config, model.header);
  for (const { name, real, shape, range } of comparable(model)) {
    if (real.dims.length === 0) {
      if (shape.some((dim) => dim !== 1)) {
        yield {
          range,
          message: l10n.t('Tensor {0} is a scalar in the ONNX file, so its dims are {1}.', name, '[ 1 ]'),
          triton: `unable to load model '${model.name}', scalar tensor '${name}', should only provide 1 in the model configuration when the model doesn't support batching. Model configuration provided: ${dimsText(shape)}.`,
        };
      }
      continue;
    }
    // A fixed number against a variable dimension of an output is left to onnxOutputShape: ONNX Runtime may know it better than the file.
    const fits = shape.length === real.dims.length && shape.every((dim, index) => dim === real.dims[index] || real.dims[index] === -1);
    if (!fits) {
      yield {
        range,
        message: isBatched
          ? l10n.t(
              'Tensor {0} has the shape {1} in the ONNX file. With max_batch_size above 0 its dims are that without the first dimension: {2}.',
              name,
              dimsText(real.dims),
              dimsText(real.dims.slice(1)),
            )
          : l10n.t(
              'Tensor {0} has the shape {1} in the ONNX file, and with max_batch_size 0 its dims are the whole of it.',
              name,
              dimsText(real.dims),
            ),
        triton: shapeText(model.name, name, { real: real.dims, shape, isBatched }),
      };
    }
  }
});

/** Refused unless ONNX Runtime, which infers shapes, knows the dimension better than the file says. */
const onnxOutputShape = onnxRule(
  'triton/onnx-output-shape',
  function* (model) {
    const isBatched = batches(model.document.config, model.header);
    for (const { name, kind, real, shape, range } of comparable(model)) {
      const fits =
        kind === 'input' || shape.length !== real.dims.length || shape.every((dim, index) => real.dims[index] !== -1 || dim === -1);
      if (!fits) {
        yield {
          range,
          message: l10n.t('Output {0} has the shape {1} in the ONNX file. Where it is variable write -1.', name, dimsText(real.dims)),
          triton: shapeText(model.name, name, { real: real.dims, shape, isBatched }),
        };
      }
    }
  },
  'warning',
);

function shapeText(
  model: string,
  tensor: string,
  { real, shape, isBatched }: { readonly real: readonly number[]; readonly shape: readonly number[]; readonly isBatched: boolean },
): string {
  const why = isBatched
    ? ' (an initial batch dimension because max_batch_size > 0 followed by the explicit tensor shape, making complete shape '
    : ' (shape ';
  return (
    `model '${model}', tensor '${tensor}': the model expects ${real.length} dimensions (shape ${dimsText(real)}) but the model ` +
    `configuration specifies ${shape.length} dimensions${why}${dimsText(shape)})`
  );
}

const onnxRaggedInput = onnxRule('triton/onnx-ragged-input', function* (model) {
  for (const { tensor, kind, name, real } of pairs(model)) {
    if (kind === 'input' && tensor.flag('allow_ragged_batch') && real.hasShape && (real.dims.length !== 1 || real.dims[0] !== -1)) {
      yield {
        range: tensor.at('allow_ragged_batch'),
        message: l10n.t(
          'A ragged input is flat in the ONNX file, of shape [-1]; {0} has {1}. Remove allow_ragged_batch.',
          name,
          dimsText(real.dims),
        ),
        triton: `unable to load model '${model.name}', configuration expects model provides input with shape [-1]  for ragged input '${name}', model provides ${dimsText(real.dims)}`,
      };
    }
  }
});

export const onnxRules: readonly Rule<ModelInRepository>[] = [
  onnxInputCount,
  onnxTensorName,
  onnxTensorKind,
  onnxDataType,
  onnxBatching,
  onnxShape,
  onnxOutputShape,
  onnxRaggedInput,
  onnxSequenceControl,
  onnxOpset,
];
