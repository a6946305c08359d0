import path from 'node:path';
import type * as vscode from 'vscode';
import { azureMlNames } from '../../documents/azureml/azureMlNames';
import { isAzureMlDocument } from '../../manifest/languages';
import { checkAzureMlText } from '../../validation/azureml/checkAzureMl';
import { filesOfDocument, looksAt } from '../shell/filesOfDocument';
import type { CheckedLanguage } from './liveChecks';

/** What another extension shows by our schemas; `ready` once it is known whether there is one. */
export interface SaidElsewhere {
  readonly ready: Promise<void>;
  says(document: vscode.TextDocument, code: string): boolean;
}

/** Models, endpoints and deployments; every other YAML is left alone. */
export const azureMlChecks = (elsewhere: SaidElsewhere): CheckedLanguage => ({
  matches: isAzureMlDocument,
  check: async (document) => {
    const findings = checkAzureMlText(document.getText(), await filesOfDocument(document));
    await elsewhere.ready;
    return findings.filter(({ code }) => !elsewhere.says(document, code));
  },
  shared: {
    group: ({ fileName }) => path.dirname(fileName),
    facts: (document) =>
      JSON.stringify(azureMlNames(document.getText()).map(({ what, name, version, endpoint }) => [what, name, version, endpoint])),
  },
  reads: looksAt,
});
