import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

// ValidateBatchIO (triton-inference-server/core, src/model_config_utils.cc). Its texts name no tensor's direction.

export const batchInput: Rule<ConfigDocument> = {
  code: 'triton/batch-input',
  severity: 'error',
  *check(document) {
    for (const one of document.root.children('batch_input')) {
      yield* sourceFaults(document, one, 'input');
      const type = one.enumName('data_type', 'TYPE_INVALID');
      const isTold = one.isWhole('data_type') && (one.has('data_type') || document.isWhole);
      if (isTold && type !== 'TYPE_INT32' && type !== 'TYPE_FP32') {
        yield {
          range: one.at('data_type'),
          message: l10n.t('The data_type of a batch_input is TYPE_INT32 or TYPE_FP32.'),
          triton: `batch input data type must be TYPE_INT32 or TYPE_FP32 for ${document.name}`,
        };
      }
    }
  },
};

export const batchOutput: Rule<ConfigDocument> = {
  code: 'triton/batch-output',
  severity: 'error',
  *check(document) {
    const outputs = namesOf(document.root, 'output');
    for (const one of document.root.children('batch_output')) {
      yield* sourceFaults(document, one, 'output');
      const seen = new Set<string>();
      for (const { value, range } of one.texts('target_name')) {
        if (!outputs.has(value) && isComplete(document, 'output')) {
          yield {
            range,
            message: l10n.t('There is no output {0}. A batch_output scatters an output that is listed under output.', value),
            triton: `unknown target output name '${value}' for ${document.name}`,
          };
        } else if (seen.has(value)) {
          yield {
            range,
            message: l10n.t('Output {0} is listed twice here. Remove one.', value),
            triton: `target output name '${value}' can only be specified once for ${document.name}`,
          };
        }
        seen.add(value);
      }
    }
  },
};

function* sourceFaults(document: ConfigDocument, batch: PlacedMessage, kind: 'input' | 'output'): Iterable<Problem> {
  const first = kind === 'input' ? 'BATCH_ELEMENT_COUNT' : 'BATCH_SCATTER_WITH_INPUT_SHAPE';
  const batchKind = batch.enumName('kind', first);
  if (/^-?\d+$/.test(batchKind)) {
    yield {
      range: batch.at('kind'),
      message: l10n.t('{0} is no kind that Triton knows.', batchKind),
      triton: `unknown batch ${kind} kind '' for ${document.name}`,
    };
    return;
  }
  const sources = batch.texts('source_input');
  if (sources.length !== 1 && document.isWhole) {
    yield {
      range: batch.at('source_input'),
      message: l10n.t('{0} takes exactly one source_input, here are {1}.', batchKind, sources.length),
      triton: `batch ${kind} kind '${batchKind}' expects 1 source input, got ${sources.length} for ${document.name}`,
    };
  }
  const inputs = namesOf(document.root, 'input');
  for (const { value, range } of sources.filter((source) => !inputs.has(source.value) && isComplete(document, 'input'))) {
    yield {
      range,
      message: l10n.t('There is no input {0}. A source_input is one that is listed under input.', value),
      triton: `unknown source input name '${value}' for ${document.name}`,
    };
  }
}

function namesOf(root: PlacedMessage, field: 'input' | 'output'): ReadonlySet<string> {
  return new Set(root.children(field).map((tensor) => tensor.text('name')));
}

/** Without a list the backend may give the names. */
function isComplete({ root, isWhole, backend }: ConfigDocument, field: 'input' | 'output'): boolean {
  return isWhole && (root.has(field) || backend === 'pytorch' || backend === '');
}
