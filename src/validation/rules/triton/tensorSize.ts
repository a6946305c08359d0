import * as l10n from '@vscode/l10n';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';
import { tensorsOf } from './tensors';

const MOST_ELEMENTS = 2n ** 63n - 1n;

/** More elements than a number of 64 bits counts (triton-inference-server/core, src/model_config_utils.cc). */
export const tensorSize: Rule<ConfigDocument> = {
  code: 'triton/tensor-size',
  severity: 'error',
  since: '26.03',
  *check(document) {
    for (const { tensor, kind, name } of tensorsOf(document.root)) {
      const fixed = tensor.integers('dims').filter(({ value }) => value > 0n);
      if (hasTooMany(fixed.map(({ value }) => value))) {
        yield {
          range: tensor.at('dims'),
          message: l10n.t('Tensor {0} would have more elements than a computer can count. Correct dims.', name),
          triton: `model ${kind} '${name}' exceeds maximum size of ${MOST_ELEMENTS} for ${document.name}`,
        };
      }
    }
  },
};

/** Ends at the first product that is too large, since thousands of factors would take long. */
function hasTooMany(factors: readonly bigint[]): boolean {
  let product = 1n;
  return factors.some((factor) => (product *= factor) > MOST_ELEMENTS);
}
