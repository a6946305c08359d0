import path from 'node:path';
import { azureMlNames } from '../../documents/azureml/azureMlNames';
import { mayBeAzureMl, yamlLanguage } from '../../manifest/languages';
import { checkAzureMlText } from '../../validation/azureml/checkAzureMl';
import { filesOfDocument } from '../shell/filesOfDocument';
import type { CheckedLanguage } from './liveChecks';

/** Models, endpoints and deployments; every other YAML is left alone. */
export const azureMlChecks: CheckedLanguage = {
  matches: (document) => document.languageId === yamlLanguage && mayBeAzureMl(document.getText()),
  check: async (document) => checkAzureMlText(document.getText(), await filesOfDocument(document)),
  shared: {
    group: ({ fileName }) => path.dirname(fileName),
    facts: (document) =>
      JSON.stringify(azureMlNames(document.getText()).map(({ what, name, version, endpoint }) => [what, name, version, endpoint])),
  },
};
