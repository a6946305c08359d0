import type { Rule } from '../rule';
import {
  ensembleBatchSize,
  ensembleCycle,
  ensembleDataType,
  ensembleDecoupled,
  ensembleMap,
  ensembleModel,
  ensembleShape,
  ensembleVersion,
} from './ensembleRules';
import { batchLibrary, dataFile, labelFile, modelFile, onnxFile, pythonFileName } from './fileRules';
import { emptyVersion, modelName, noBackend, noVersion, strayFolder, versionFolder } from './folderRules';
import type { ModelInRepository } from './modelFolder';
import { onnxRules } from './onnxRules';

/** What a model folder, its files and the models beside it tell. */
export const repositoryRules: readonly Rule<ModelInRepository>[] = [
  modelName,
  noBackend,
  strayFolder,
  noVersion,
  versionFolder,
  modelFile,
  pythonFileName,
  labelFile,
  dataFile,
  onnxFile,
  emptyVersion,
  batchLibrary,
  ...onnxRules,
  ensembleModel,
  ensembleCycle,
  ensembleVersion,
  ensembleBatchSize,
  ensembleMap,
  ensembleDecoupled,
  ensembleDataType,
  ensembleShape,
];
