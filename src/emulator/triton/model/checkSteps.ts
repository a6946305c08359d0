import type { EnsembleStep, ModelConfig } from '../../../documents/pbtxt/modelConfig';
import { dimsText } from '../config/onnxTensors';
import { internal, invalidArgument, TritonError } from '../tritonError';
import type { ServedModel } from './servedModel';

interface Seen {
  readonly model: string;
  readonly dataType: string;
  /** As written, and with the batch dimension of its model in front. */
  readonly dims: readonly number[];
  readonly full: readonly number[];
}

/** Rules of an ensemble against the models of its steps (core, ensemble_utils.cc). Throws at the first fault. */
export function checkSteps(ensemble: ModelConfig, stepModel: (name: string, version: number) => ServedModel): void {
  const tensors = new Map<string, Seen>();
  for (const tensor of [...ensemble.inputs, ...ensemble.outputs]) {
    note(tensors, tensor.name, seen(ensemble, tensor.dataType, tensor.reshape ?? tensor.dims), ensemble.name);
  }
  for (const step of ensemble.ensembleSteps ?? []) {
    const { config } = resolved(ensemble, step, stepModel);
    if (config.maxBatchSize > 0 && config.maxBatchSize < ensemble.maxBatchSize) {
      throw invalidArgument(
        `ensemble ${ensemble.name} allows maximum batch size ${ensemble.maxBatchSize}, but it contains model ${config.name} which only allows ` +
          `maximum batch size to be ${config.maxBatchSize}`,
      );
    }
    checkMaps(ensemble, step, config, tensors);
  }
}

function resolved(ensemble: ModelConfig, step: EnsembleStep, stepModel: (name: string, version: number) => ServedModel): ServedModel {
  try {
    return stepModel(step.modelName, step.modelVersion);
  } catch (error) {
    if (error instanceof TritonError && step.modelVersion !== -1) {
      throw invalidArgument(
        `ensemble '${ensemble.name}' depends on '${step.modelName}' whose required version ${step.modelVersion} is not loaded.`,
      );
    }
    const why = error instanceof TritonError ? error.text : String(error);
    throw internal(
      `ensemble '${ensemble.name}' depends on '${step.modelName}' which has no loaded version. Model '${step.modelName}' loading failed with error: ${why}`,
    );
  }
}

function checkMaps(ensemble: ModelConfig, step: EnsembleStep, model: ModelConfig, tensors: Map<string, Seen>): void {
  for (const [name, tensor] of step.inputMap) {
    const input = model.inputs.find((one) => one.name === name);
    if (input === undefined) {
      throw invalidArgument(
        `in ensemble ${ensemble.name}, ensemble tensor ${tensor} is mapping to non-existing input ${name} in model ${model.name}`,
      );
    }
    note(tensors, tensor, seen(model, input.dataType, input.dims), ensemble.name);
  }
  const unmapped = model.inputs.find((input) => !input.optional && !step.inputMap.has(input.name));
  if (unmapped !== undefined) {
    throw invalidArgument(
      `in ensemble ${ensemble.name}, input ${unmapped.name} in model ${model.name} is not mapped to any ensemble tensors`,
    );
  }
  for (const [name, tensor] of step.outputMap) {
    const output = model.outputs.find((one) => one.name === name);
    if (output === undefined) {
      throw invalidArgument(
        `in ensemble ${ensemble.name}, ensemble tensor ${tensor} is mapped from non-existing output ${name} in model ${model.name}`,
      );
    }
    note(tensors, tensor, seen(model, output.dataType, output.dims), ensemble.name);
  }
}

function seen(model: ModelConfig, dataType: string, dims: readonly number[]): Seen {
  return { model: model.name, dataType, dims, full: model.maxBatchSize > 0 ? [-1, ...dims] : dims };
}

/** Everybody who uses a tensor of the ensemble must agree with whoever mentioned it first. */
function note(tensors: Map<string, Seen>, name: string, use: Seen, ensemble: string): void {
  const first = tensors.get(name);
  if (first === undefined) {
    tensors.set(name, use);
    return;
  }
  const where = `in ensemble ${ensemble}, ensemble tensor ${name}`;
  if (first.dataType !== use.dataType) {
    throw invalidArgument(
      `${where}: inconsistent data type: ${first.dataType} is inferred from model ${first.model} while ${use.dataType} is inferred from model ${use.model}`,
    );
  }
  if (!agree(first.dims, use.dims) && !agree(first.full, use.full)) {
    throw invalidArgument(
      `${where}: inconsistent shape: ${dimsText(first.dims)} is inferred from model ${first.model} while ${dimsText(use.dims)} is inferred from model ${use.model}`,
    );
  }
}

function agree(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, index) => dim === b[index] || dim === -1 || b[index] === -1);
}
