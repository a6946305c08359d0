import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

// ValidateModelInput and ValidateModelOutput (triton-inference-server/core, src/model_config_utils.cc).

export interface TensorOf {
  readonly tensor: PlacedMessage;
  readonly kind: 'input' | 'output';
  readonly name: string;
}

export function tensorsOf(root: PlacedMessage): TensorOf[] {
  return (['input', 'output'] as const).flatMap((kind) =>
    root.children(kind).map((tensor) => ({ tensor, kind, name: tensor.text('name') })),
  );
}

/** Backends that never fill in what a listed tensor lacks; others may, so that its absence says nothing. */
const completesNoTensor = new Set(['onnxruntime', 'openvino', 'pytorch']);

function mustBeTold({ isWhole, backend, platform }: ConfigDocument): boolean {
  return isWhole && (platform === 'ensemble' || completesNoTensor.has(backend ?? ''));
}

export const tensorName: Rule<ConfigDocument> = {
  code: 'triton/tensor-name',
  severity: 'error',
  *check(document) {
    for (const { tensor, kind, name } of tensorsOf(document.root)) {
      if (name === '' && (tensor.has('name') || mustBeTold(document))) {
        yield {
          range: tensor.at('name'),
          message: l10n.t('A tensor needs its name in the model.'),
          triton: `model ${kind} must specify 'name' for ${document.name}`,
        };
      }
    }
  },
};

export const dataType: Rule<ConfigDocument> = {
  code: 'triton/data-type',
  severity: 'error',
  *check(document) {
    for (const { tensor, kind, name } of tensorsOf(document.root)) {
      const isMissing = tensor.enumName('data_type', 'TYPE_INVALID') === 'TYPE_INVALID' && tensor.isWhole('data_type');
      if (isMissing && mustBeTold(document)) {
        yield {
          range: tensor.at('data_type'),
          message: l10n.t('Tensor {0} needs a data_type, such as {1}.', name, 'TYPE_FP32'),
          triton: `model ${kind} '${name}' must specify 'data_type' for ${document.name}`,
        };
      }
    }
  },
};

export const dims: Rule<ConfigDocument> = {
  code: 'triton/dims',
  severity: 'error',
  *check(document) {
    for (const { tensor, kind, name } of tensorsOf(document.root)) {
      if (!tensor.has('dims') && tensor.isWhole('dims') && mustBeTold(document)) {
        yield {
          range: tensor.at('dims'),
          message: l10n.t('Tensor {0} needs dims: its shape without the batch dimension, -1 for what the request decides.', name),
          triton: `model ${kind} '${name}' must specify 'dims' for ${document.name}`,
        };
      }
      for (const { value, range } of tensor.integers('dims').filter((dim) => !isDimension(dim.value))) {
        yield {
          range,
          message: l10n.t('{0} is no dimension of a tensor. Write a number from 1 on, or -1 for what the request decides.', String(value)),
          triton: `model ${kind} '${name}' dimension must be integer >= 1, or -1 to indicate a variable-size dimension for ${document.name}`,
        };
      }
    }
  },
};

export const reshape: Rule<ConfigDocument> = {
  code: 'triton/reshape',
  severity: 'error',
  *check(document) {
    for (const one of tensorsOf(document.root)) {
      const shape = one.tensor.child('reshape');
      if (shape?.isWhole('shape') === true && one.tensor.isWhole('dims')) {
        yield* reshapeFaults(document, one, shape);
      }
    }
  },
};

function* reshapeFaults(document: ConfigDocument, { tensor, kind, name }: TensorOf, shape: PlacedMessage): Iterable<Problem> {
  const { config, isWhole } = document;
  const quote = (text: string): string => `model ${kind} '${name}' ${text} for ${document.name}`;
  const wrong = shape.integers('shape').filter(({ value }) => !isDimension(value));
  for (const { value, range } of wrong) {
    yield {
      range,
      message: l10n.t('{0} is no dimension of a tensor. Write a number from 1 on, or -1 for what the request decides.', String(value)),
      triton: quote('reshape dimensions must be integer >= 1, or -1 to indicate a variable-size dimension'),
    };
  }
  const isEmpty = shape.values('shape').length === 0;
  const dimsOf = tensor.integers('dims').map(({ value }) => value);
  if (isEmpty && isWhole && config.maxBatchSize === 0 && !batchSizeMayChange(document)) {
    yield {
      range: shape.head,
      message: l10n.t('An empty reshape makes a scalar of each batch entry, so it needs max_batch_size. Remove it, or set max_batch_size.'),
      triton: quote('cannot have empty reshape for non-batching model as scalar tensors are not supported'),
    };
  } else if (wrong.length === 0 && dimsOf.length > 0 && dimsOf.every(isDimension)) {
    yield* sizeFaults(dimsOf, shape, quote);
  }
}

/** The backend completes max_batch_size only together with tensors that the file leaves out. */
function batchSizeMayChange({ config, backend }: ConfigDocument): boolean {
  const isListed = config.inputs.length > 0 && config.outputs.length > 0;
  return backend === undefined || (!isListed && backend !== 'pytorch' && backend !== '');
}

function* sizeFaults(dimsOf: readonly bigint[], shape: PlacedMessage, quote: (text: string) => string): Iterable<Problem> {
  const [outer, inner] = [fixedParts(dimsOf), fixedParts(shape.integers('shape').map(({ value }) => value))];
  const range = shape.isWritten('shape') && shape.values('shape').length > 0 ? shape.nameAt('shape') : shape.head;
  if (outer.length !== inner.length && outer.length > 1 && inner.length > 1) {
    yield {
      range,
      message: l10n.t(
        'dims and reshape must have the same number of variable dimensions (-1): {0} and {1} here.',
        outer.length - 1,
        inner.length - 1,
      ),
      triton: quote('has different number of variable-size dimensions for dims and reshape'),
    };
  } else if (outer.length !== inner.length || outer.some((size, index) => size !== inner[index])) {
    yield {
      range,
      message: l10n.t('reshape must hold as many elements as dims, also between the variable dimensions (-1).'),
      triton: quote('has different size for dims and reshape'),
    };
  }
}

/** Products of the fixed dimensions before, between and after the variable ones. */
function fixedParts(shape: readonly bigint[]): bigint[] {
  return shape.reduce<bigint[]>((parts, dim) => (dim === -1n ? [...parts, 1n] : [...parts.slice(0, -1), (parts.at(-1) ?? 1n) * dim]), [1n]);
}

function isDimension(dim: bigint): boolean {
  return dim >= 1n || dim === -1n;
}
