import type { EnsembleStep, ModelConfig } from '../../../documents/pbtxt/modelConfig';
import { invalidArgument } from '../tritonError';

/** Rules of an ensemble by itself (core, ValidateEnsembleSchedulingConfig). Throws at the first fault. */
export function checkEnsemble(config: ModelConfig): void {
  const { name, platform, ensembleSteps: steps } = config;
  if (steps === undefined) {
    if (platform === 'ensemble') {
      throw invalidArgument(`ensemble scheduling must be set for ensemble ${name} whose platform is ensemble`);
    }
    return;
  }
  if (platform !== 'ensemble') {
    throw invalidArgument(`ensemble scheduling cannot be set for model '${name}' whose platform is not ensemble`);
  }
  if (config.instanceGroups.length > 0) {
    throw invalidArgument(`instance group should not be specified for ensemble '${name}'`);
  }
  if (steps.length === 0) {
    throw invalidArgument(`must specify 'step' for ensemble '${name}'`);
  }
  steps.forEach((step, index) => {
    checkStep(step, index, name);
  });
  checkWrittenOnce(steps, name);
  checkConnected(config, steps);
}

function checkStep(step: EnsembleStep, index: number, name: string): void {
  const missing =
    step.modelName === '' ? 'model_name' : step.inputMap.size === 0 ? 'input_map' : step.outputMap.size === 0 ? 'output_map' : '';
  if (missing !== '') {
    throw invalidArgument(`must specify '${missing}' in step ${index} of ensemble '${name}'`);
  }
}

function checkWrittenOnce(steps: readonly EnsembleStep[], name: string): void {
  const written = new Set<string>();
  steps.forEach((step, index) => {
    for (const tensor of step.outputMap.values()) {
      if (written.has(tensor)) {
        throw invalidArgument(`ensemble tensor '${tensor}' can appear in an output map only once for ensemble '${name}' step ${index}`);
      }
      written.add(tensor);
    }
  });
}

function checkConnected({ name, inputs, outputs }: ModelConfig, steps: readonly EnsembleStep[]): void {
  const read = new Set(steps.flatMap((step) => [...step.inputMap.values()]));
  const written = new Set(steps.flatMap((step) => [...step.outputMap.values()]));
  const unused = inputs.find((input) => !read.has(input.name) && !written.has(input.name));
  if (unused !== undefined) {
    throw invalidArgument(`ensemble input '${unused.name}' for ensemble ${name}' is not used`);
  }
  const absent = outputs.find((output) => !read.has(output.name) && !written.has(output.name));
  if (absent !== undefined) {
    throw invalidArgument(`ensemble output '${absent.name}' for ensemble ${name}' is not used`);
  }
  const ready = readyTensors(new Set(inputs.map((input) => input.name)), steps);
  const unwritten = outputs.find((output) => !ready.has(output.name));
  if (unwritten !== undefined) {
    const source = steps.find((step) => [...step.outputMap.values()].includes(unwritten.name));
    const lacking = [...(source?.inputMap.values() ?? [])].find((tensor) => !ready.has(tensor));
    const why = lacking === undefined ? '' : `: at least one of its depending tensors, '${lacking}', is not connected`;
    throw invalidArgument(`output '${unwritten.name}' for ensemble '${name}' is not written${why}`);
  }
  const names = new Set(outputs.map((output) => output.name));
  const idle = [...read, ...written].find((tensor) => !ready.has(tensor) || (!read.has(tensor) && !names.has(tensor)));
  if (idle !== undefined) {
    throw invalidArgument(`ensemble tensor '${idle}' is unused in ensemble '${name}'`);
  }
}

/** A tensor that a step writes is ready when all tensors that the step reads are. */
function readyTensors(inputs: ReadonlySet<string>, steps: readonly EnsembleStep[]): ReadonlySet<string> {
  const ready = new Set(inputs);
  let before = -1;
  while (ready.size > before) {
    before = ready.size;
    for (const step of steps.filter((one) => [...one.inputMap.values()].every((tensor) => ready.has(tensor)))) {
      for (const tensor of step.outputMap.values()) {
        ready.add(tensor);
      }
    }
  }
  return ready;
}
