import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';
import { ensembleBackend, maxBatchSize, platformBackendPair, unknownPlatform, versionPolicy } from './backend';
import { batchInput, batchOutput } from './batchTensors';
import { batchingWithoutBatches, defaultPriorityLevel, preferredBatchSize, preserveOrdering, priorityQueuePolicy } from './dynamicBatching';
import { ensembleForeignField, ensembleModelVersion, ensembleScheduling, ensembleStep } from './ensemble';
import { ensembleNotWritten, ensembleTensorUnused, ensembleWrittenTwice } from './ensembleTensors';
import { instanceGroupGpus, instanceGroupKind, instanceGroupProfile, rateLimiterResource } from './instanceGroups';
import { metricControl, metricFamily } from './metrics';
import { onnxAccelerator, onnxAcceleratorParameter, onnxOptionalInput, onnxParameter } from './onnxSettings';
import { newerField } from './newerField';
import { optionalInput, pytorchNames, pytorchOutput, pytorchStateNames } from './otherBackends';
import { batchStrategy, responseCache, sequencePreferredBatchSize, slotUtilization } from './sequenceBatching';
import { sequenceControlKind, sequenceControlName, sequenceControlType, sequenceControlValues } from './sequenceControls';
import { initialState, stateName } from './sequenceState';
import { duplicateTensor, formatDims, nonLinearFormat, shapeTensor } from './tensorKinds';
import { tensorSize } from './tensorSize';
import { dataType, dims, reshape, tensorName } from './tensors';
import { graphLowerBound, graphSpecBatchSize, tensorRtAllocation } from './tensorRt';
import { textRules } from './text';
import { warmupData, warmupDims, warmupRequest } from './warmup';

/** What the text of a config.pbtxt alone tells, in the order in which Triton looks. */
export const configRules: readonly Rule<ConfigDocument>[] = [
  ...textRules,
  newerField,
  unknownPlatform,
  ensembleBackend,
  platformBackendPair,
  maxBatchSize,
  versionPolicy,
  preferredBatchSize,
  defaultPriorityLevel,
  priorityQueuePolicy,
  preserveOrdering,
  batchingWithoutBatches,
  responseCache,
  sequenceControlName,
  sequenceControlKind,
  sequenceControlValues,
  sequenceControlType,
  sequencePreferredBatchSize,
  slotUtilization,
  ensembleScheduling,
  ensembleForeignField,
  ensembleStep,
  ensembleModelVersion,
  ensembleWrittenTwice,
  ensembleTensorUnused,
  ensembleNotWritten,
  metricControl,
  metricFamily,
  initialState,
  stateName,
  batchStrategy,
  tensorName,
  dataType,
  dims,
  tensorSize,
  reshape,
  formatDims,
  shapeTensor,
  nonLinearFormat,
  duplicateTensor,
  batchInput,
  batchOutput,
  instanceGroupKind,
  instanceGroupGpus,
  instanceGroupProfile,
  rateLimiterResource,
  warmupDims,
  warmupData,
  warmupRequest,
  onnxOptionalInput,
  onnxParameter,
  onnxAccelerator,
  onnxAcceleratorParameter,
  pytorchOutput,
  pytorchNames,
  pytorchStateNames,
  optionalInput,
  tensorRtAllocation,
  graphSpecBatchSize,
  graphLowerBound,
];
