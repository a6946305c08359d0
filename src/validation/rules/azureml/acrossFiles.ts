import * as l10n from '@vscode/l10n';
import { isDeployment, isEndpoint, settledText } from '../../../documents/azureml/azureMlDocument';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';

/** A hint: the endpoint may be there without a file. Silent where no endpoint has a file at all. */
export const endpointFile: Rule<CheckedDocument> = {
  code: 'aml/endpoint-file',
  severity: 'info',
  *check(document) {
    const entry = isDeployment(document) ? document.root.entry('endpoint_name') : undefined;
    const name = entry && settledText(document.root, 'endpoint_name');
    if (!entry || name === undefined) {
      return;
    }
    const endpoints = document.neighbours().filter(({ what }) => what === 'endpoint');
    if (endpoints.length > 0 && !endpoints.some((each) => each.name.toLowerCase() === name.toLowerCase())) {
      const names = endpoints.map((each) => each.name).join(', ');
      yield { range: entry.range, message: l10n.t('No file here describes an endpoint {0}. There are: {1}', name, names) };
    }
  },
};

/** A hint, since the second file may be meant to replace the first: whichever is sent last wins. */
export const duplicateName: Rule<CheckedDocument> = {
  code: 'aml/duplicate-name',
  severity: 'info',
  *check(document) {
    const { root } = document;
    const entry = root.entry('name');
    const name = entry && settledText(root, 'name')?.toLowerCase();
    const what = isEndpoint(document) ? 'endpoint' : isDeployment(document) ? 'deployment' : 'model';
    const same = document
      .neighbours()
      .find(
        (other) =>
          other.what === what &&
          other.name.toLowerCase() === name &&
          other.version === root.text('version') &&
          other.endpointName?.toLowerCase() === root.text('endpoint_name')?.toLowerCase(),
      );
    if (entry && same) {
      yield { range: entry.range, message: l10n.t('{0} describes the same thing under the same name.', same.file) };
    }
  },
};
