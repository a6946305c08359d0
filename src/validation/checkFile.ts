import path from 'node:path';
import { checkConfig } from './checkConfig';
import type { Finding } from './rule';

export type FileKind = 'config' | 'onnx' | 'azureml';

/** What the checks take a file for, by its name; undefined = nothing that they know. */
export function fileKindOf(file: string): FileKind | undefined {
  switch (path.extname(file).toLowerCase()) {
    case '.pbtxt':
      return 'config';
    case '.onnx':
      return 'onnx';
    case '.yml':
    case '.yaml':
      return textChecks.azureml === undefined ? undefined : 'azureml';
    default:
      return undefined;
  }
}

/** Checks of a text by itself. A kind joins by its line here; the paths, the formats and the exit status follow. */
export const textChecks: { readonly config: (text: string) => Finding[]; readonly azureml?: (text: string, file: string) => Finding[] } = {
  config: (text) => checkConfig(text),
};
