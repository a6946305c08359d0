import * as l10n from '@vscode/l10n';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';

/** Whether the backend's own library runs the model, and not a script in its place (`runtime: "model.py"`), which makes rules of its own. */
export function byOwnLibrary({ root, backend }: Pick<ConfigDocument, 'root' | 'backend'>): boolean {
  return ['', `libtriton_${backend ?? ''}.so`].includes(root.text('runtime'));
}

/** pytorch_backend, src/libtorch.cc. */
export const pytorchOutput: Rule<ConfigDocument> = {
  code: 'triton/pytorch-output',
  severity: 'warning',
  *check({ root, backend, isWhole }) {
    if (backend === 'pytorch' && byOwnLibrary({ root, backend }) && isWhole && !root.isWritten('output')) {
      yield {
        range: root.isWritten('backend') ? root.at('backend') : root.at('platform'),
        message: l10n.t('A PyTorch file does not tell its tensors. List its inputs and outputs; there is no output yet.'),
        triton: 'model configuration must contain at least one output, none were specified',
      };
    }
  },
};

const namedByIndex = /__\d+$/;

/** Accepted; a name without an index makes the order of the list decide. */
export const pytorchNames: Rule<ConfigDocument> = {
  code: 'triton/pytorch-names',
  severity: 'info',
  *check({ root, backend, platform, name }) {
    const outputs =
      backend === 'pytorch' && byOwnLibrary({ root, backend }) && platform === 'pytorch_libtorch' ? root.children('output') : [];
    const nameless = outputs.find((output) => output.has('name') && !namedByIndex.test(output.text('name')));
    if (nameless !== undefined && outputs.length > 1) {
      const tensor = nameless.text('name');
      yield {
        range: nameless.at('name'),
        message: l10n.t(
          'A PyTorch file does not name its outputs, so those here are taken in their order. A name such as {0} says which one is meant.',
          `${tensor}__0`,
        ),
        triton: `output '${tensor}' or previous output(s) of the model '${name}' do not follow the <name>__<index> naming convention. Falling back to enforcing strict ordering from model configuration.`,
      };
    }
  },
};

export const pytorchStateNames: Rule<ConfigDocument> = {
  code: 'triton/pytorch-state-names',
  severity: 'warning',
  *check({ root, backend, platform, name, isWhole }) {
    const states = root.child('sequence_batching')?.children('state') ?? [];
    const isTorchScript = backend === 'pytorch' && byOwnLibrary({ root, backend }) && platform === 'pytorch_libtorch';
    if (!isTorchScript || states.length === 0 || !isWhole) {
      return;
    }
    const names = [
      ...[...root.children('input'), ...root.children('output')].map((tensor) => [tensor, 'name'] as const),
      ...states.flatMap((state) => [[state, 'input_name'] as const, [state, 'output_name'] as const]),
    ];
    for (const [message, field] of names.filter(([one, key]) => !namedByIndex.test(one.text(key)))) {
      yield {
        range: message.at(field),
        message: l10n.t(
          'With states every tensor of a PyTorch model has its position in its name, such as {0}.',
          `${message.text(field)}__0`,
        ),
        ...(name === ''
          ? {}
          : {
              triton: `PyTorch model '${name}' is using sequence batching with state but not all inputs and outputs follow the <name>__<index> naming convention. `,
            }),
      };
    }
  },
};

/** Backends that do not say of themselves that requests may leave inputs out (triton-inference-server/backend, src/backend_model.cc). */
const wantsEveryInput = ['tensorrt', 'pytorch', 'fil'];

export const optionalInput: Rule<ConfigDocument> = {
  code: 'triton/optional-input',
  severity: 'warning',
  *check({ root, backend }) {
    for (const input of wantsEveryInput.includes(backend ?? '') && byOwnLibrary({ root, backend }) ? root.children('input') : []) {
      if (input.flag('optional')) {
        yield {
          range: input.at('optional'),
          message: l10n.t('Backend {0} has no optional inputs and refuses the model. Remove optional.', backend ?? ''),
          triton: `'optional' is set to true for input '${input.text('name')}' while the backend model doesn't support optional input`,
        };
      }
    }
  },
};
