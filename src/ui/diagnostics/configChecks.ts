import path from 'node:path';
import * as vscode from 'vscode';
import { readModelConfig } from '../../documents/pbtxt/modelConfig';
import { isTritonRelease, type TritonRelease } from '../../documents/pbtxt/release';
import { isConfigDocument } from '../../manifest/languages';
import { checkConfig } from '../../validation/checkConfig';
import { modelInItsRepository } from '../../validation/findTargets';
import { checkRepository } from '../../validation/repository/checkRepository';
import type { Finding } from '../../validation/rule';
import { openConfigs } from '../shell/openConfigs';
import type { CheckedLanguage } from './liveChecks';

/** config.pbtxt: by itself, and with the model folder and the repository that it lies in. */
export const configChecks: CheckedLanguage = {
  matches: isConfigDocument,
  check: findingsOf,
  // An ensemble is judged by the models that its steps name.
  shared: {
    group: ({ fileName }) => path.dirname(path.dirname(fileName)),
    facts: (document) =>
      JSON.stringify(readModelConfig(document.getText()).config, (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
  },
  files: '**/*.onnx',
};

async function findingsOf(document: vscode.TextDocument, signal: AbortSignal): Promise<readonly Finding[]> {
  if (document.uri.scheme !== 'file' || path.basename(document.fileName) !== 'config.pbtxt') {
    return checkConfig(document.getText(), undefined, releaseFor(document));
  }
  const choice = await modelInItsRepository(path.dirname(document.fileName));
  return (await checkRepository(choice, signal, openConfigs(), releaseFor(document))).flatMap(({ findings }) => findings);
}

/** Undefined for the newest, and while what is written in the settings is no release. */
function releaseFor(document: vscode.TextDocument): TritonRelease | undefined {
  const release = vscode.workspace.getConfiguration(undefined, document).get<unknown>('tritonAml.triton.release');
  return typeof release === 'string' && isTritonRelease(release) ? release : undefined;
}
