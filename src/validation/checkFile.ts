import path from 'node:path';
import type { TritonRelease } from '../documents/pbtxt/release';
import { checkAzureMlText } from './azureml/checkAzureMl';
import { filesOnDisk, type ReadFolders } from './azureml/filesOnDisk';
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
      return 'azureml';
    default:
      return undefined;
  }
}

/** Checks of a text by itself; `file` is its absolute path, for what a text says of its neighbours. */
export const textChecks: {
  readonly config: (text: string, release?: TritonRelease) => Finding[];
  readonly azureml: (text: string, file: string, folders?: ReadFolders) => Finding[];
} = {
  config: (text, release) => checkConfig(text, undefined, release),
  azureml: (text, file, folders) => [...checkAzureMlText(text, filesOnDisk(file, folders))],
};
