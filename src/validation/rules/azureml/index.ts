import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Rule } from '../../rule';
import { duplicateName, endpointFile } from './acrossFiles';
import { duplicateKey } from './duplicateKey';
import { instanceCount } from './instanceCount';
import { cpuInstanceType, retiredInstanceType, smallInstanceType, unknownInstanceType } from './instanceType';
import { missingKey, missingName } from './missingKey';
import { missingPath } from './missingPath';
import { modelReference } from './modelReference';
import { name } from './name';
import { outOfRange } from './outOfRange';
import { previewKey } from './previewKey';
import { livenessSuccess, zeroIsDefault } from './probes';
import { maxConcurrentRequests, requestTimeout } from './requestSettings';
import { mirrorTraffic, traffic, trafficDeployment } from './traffic';
import { tritonContainer } from './tritonContainer';
import { tritonNoCode } from './tritonNoCode';
import { tritonRepositoryPath } from './tritonRepositoryPath';
import { tritonType } from './tritonType';
import { unknownKey } from './unknownKey';
import { unknownValue } from './unknownValue';
import { numberVersion, versionWithoutName } from './version';
import { wrongType } from './wrongType';

/** Every rule about Azure ML YAML: first what the schema says, then what it cannot say. */
export const azureMlRules: readonly Rule<CheckedDocument>[] = [
  unknownKey,
  previewKey,
  missingKey,
  missingName,
  wrongType,
  unknownValue,
  outOfRange,
  duplicateKey,
  name,
  versionWithoutName,
  numberVersion,
  modelReference,
  missingPath,
  tritonType,
  tritonNoCode,
  tritonRepositoryPath,
  tritonContainer,
  retiredInstanceType,
  smallInstanceType,
  cpuInstanceType,
  unknownInstanceType,
  instanceCount,
  maxConcurrentRequests,
  requestTimeout,
  zeroIsDefault,
  livenessSuccess,
  traffic,
  mirrorTraffic,
  trafficDeployment,
  endpointFile,
  duplicateName,
];
