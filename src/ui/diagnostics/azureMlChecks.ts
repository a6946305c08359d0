import path from 'node:path';
import type * as vscode from 'vscode';
import { pathsMeet } from '../../base/pathsMeet';
import { azureMlNames } from '../../documents/azureml/azureMlNames';
import { linksOf } from '../../language/azureml/navigation';
import { isAzureMlDocument } from '../../manifest/languages';
import { checkAzureMlText } from '../../validation/azureml/checkAzureMl';
import { filesOfDocument } from '../shell/filesOfDocument';
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
  // The other YAML of its folder, and what its paths lead to.
  reads: (document) => {
    const folder = path.dirname(document.fileName);
    const named = linksOf(document.getText(), document.fileName);
    return (place) => (path.dirname(place) === folder && /\.ya?ml$/i.test(place)) || named.some(({ file }) => pathsMeet(file, place));
  },
});
