import path from 'node:path';
import type * as vscode from 'vscode';
import { pathsMeet } from '../../base/pathsMeet';
import { readModelConfig } from '../../documents/pbtxt/modelConfig';
import { isConfigDocument } from '../../manifest/languages';
import { checkConfig } from '../../validation/checkConfig';
import { modelInItsRepository } from '../../validation/findTargets';
import { checkRepository } from '../../validation/repository/checkRepository';
import type { Finding } from '../../validation/rule';
import { openConfigs } from '../shell/openConfigs';
import { tritonRelease } from '../shell/tritonRelease';
import type { CheckedLanguage } from './liveChecks';

/** config.pbtxt: by itself, and with the model folder and the repository that it lies in. */
export const configChecks: CheckedLanguage = {
  matches: isConfigDocument,
  check: findingsOf,
  // An ensemble is judged by the models that its steps name.
  shared: {
    group: repositoryOf,
    facts: (document) =>
      JSON.stringify(readModelConfig(document.getText()).config, (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
  },
  reads: (document) => {
    const repository = repositoryOf(document);
    return (place) => pathsMeet(repository, place);
  },
};

async function findingsOf(document: vscode.TextDocument, signal: AbortSignal): Promise<readonly Finding[]> {
  if (document.uri.scheme !== 'file' || path.basename(document.fileName) !== 'config.pbtxt') {
    return checkConfig(document.getText(), undefined, tritonRelease(document));
  }
  const choice = modelInItsRepository(path.dirname(document.fileName));
  return (await checkRepository(choice, signal, openConfigs(), tritonRelease(document))).flatMap(({ findings }) => findings);
}

function repositoryOf({ fileName }: vscode.TextDocument): string {
  return path.dirname(path.dirname(fileName));
}
