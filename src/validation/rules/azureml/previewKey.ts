import * as l10n from '@vscode/l10n';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Violation } from '../../azureml/schemaViolations';
import type { Rule } from '../../rule';

/** Keys of the preview of 2021 by the mapping they stood in, and what says the same today (azureml-examples, change of 2022-03-03). */
const today: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': { model_format: 'type', local_path: 'path', model_uri: 'path', deployments: 'endpoint_name', type: 'auth_mode' },
  model: { model_format: 'type', local_path: 'path', model_uri: 'path' },
  environment: { docker: 'image' },
  scale_settings: {
    scale_type: 'type',
    instance_count: 'instance_count',
    min_instances: 'instance_count',
    max_instances: 'instance_count',
  },
};

/** Files of the preview, which the clients of today refuse. They can be migrated, so they are no mere typing errors. */
export const previewKey: Rule<CheckedDocument> = {
  code: 'aml/preview-key',
  severity: 'error',
  *check({ violations }) {
    for (const violation of violations) {
      if (isPreviewKey(violation)) {
        yield { range: violation.range, message: messageOf(violation) };
      }
    }
  },
};

/** Whether a violation is a spelling of 2021 rather than a mistake. */
export function isPreviewKey({ keyword, field, key = '' }: Violation): boolean {
  return keyword === 'additionalProperties'
    ? Object.hasOwn(today[field] ?? {}, key)
    : keyword === 'type' && field === 'code_configuration.code';
}

function messageOf({ field, key = '' }: Violation): string {
  if (field === 'code_configuration.code') {
    return l10n.t('code is written with local_path below it in files of 2021. Today it is the folder itself. Migrate the file.');
  }
  if (key === 'deployments') {
    return l10n.t(
      'Deployments inside an endpoint are of the preview of 2021, and Azure refuses them. Write each into a file of its own, with endpoint_name. Migrate the file.',
    );
  }
  if (field === '' && key === 'type') {
    return l10n.t('An endpoint with a type is of the preview of 2021, and Azure refuses it today. Take the key out, or migrate the file.');
  }
  return l10n.t(
    '{0} is of the preview of 2021, and Azure refuses it today: {1} takes its place. Migrate the file.',
    key,
    today[field]?.[key] ?? '',
  );
}
