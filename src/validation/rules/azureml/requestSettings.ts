import * as l10n from '@vscode/l10n';
import { isDeployment, isManaged, isTritonModel, modelOf } from '../../../documents/azureml/azureMlDocument';
import type { TextRange } from '../../../base/textRange';
import type { YamlMapping } from '../../../documents/yaml/yamlMapping';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

/** Azure lets one request at a time to an instance unless told otherwise, and answers 429 to the rest; Triton would queue and batch them. */
export const maxConcurrentRequests: Rule<CheckedDocument> = {
  code: 'aml/max-concurrent-requests',
  severity: 'info',
  *check(document) {
    const model = isDeployment(document) && isManaged(document) ? modelOf(document) : undefined;
    const { root } = document;
    const settings = root.mapping('request_settings');
    const entry = settings?.entry('max_concurrent_requests_per_instance');
    if (model && isTritonModel(model) && (entry === undefined || settings?.number(entry.name) === 1)) {
      yield {
        range: entry?.range ?? placeFor(root),
        message: l10n.t(
          'Azure sends one request at a time to each instance and turns away the rest with status 429. Triton queues and batches requests itself: set request_settings.max_concurrent_requests_per_instance to 10, for example.',
        ),
      };
    }
  },
};

/** Where the setting would stand. */
function placeFor(root: YamlMapping): TextRange {
  return (root.entry('request_settings') ?? root.entry('model'))?.keyRange ?? root.range;
}

/** Azure's limits: 180 seconds, on Kubernetes and for prompt flow 300. */
export const requestTimeout: Rule<CheckedDocument> = {
  code: 'aml/request-timeout',
  severity: 'error',
  *check(document) {
    const settings = isDeployment(document) ? document.root.mapping('request_settings') : undefined;
    const entry = settings?.entry('request_timeout_ms');
    const limit = isManaged(document) && !mayBePromptFlow(document) ? 180_000 : 300_000;
    if (entry && (settings?.number('request_timeout_ms') ?? 0) > limit) {
      yield { range: entry.range, message: l10n.t('Azure waits {0} milliseconds at most for an answer.', limit) };
    }
  },
};

/** A deployment with a container of its own may be one of prompt flow, whose limit is the higher one. */
function mayBePromptFlow({ root }: CheckedDocument): boolean {
  return root.has('environment') || !root.has('model');
}
