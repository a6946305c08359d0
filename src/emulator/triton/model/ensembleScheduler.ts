import type { EnsembleStep, ModelConfig } from '../../../documents/pbtxt/modelConfig';
import { notFound } from '../tritonError';
import type { InferenceRequest, InferenceResult, Scheduler, WireTensor } from './inferenceRequest';
import type { ModelStatistics } from './modelStatistics';
import type { ServedModel } from './servedModel';

/** Runs the steps of an ensemble, each as soon as all tensors it reads are there. */
export class EnsembleScheduler implements Scheduler {
  constructor(
    private readonly config: ModelConfig,
    private readonly statistics: ModelStatistics,
    /** The model of a step; version -1 is the highest. Throws when it is not ready. */
    private readonly stepModel: (name: string, version: number) => ServedModel,
  ) {}

  async enqueue(request: InferenceRequest): Promise<InferenceResult> {
    const started = process.hrtime.bigint();
    try {
      const tensors = await this.runSteps(request);
      const outputs = this.config.outputs
        .filter((output) => request.outputs.includes(output.name))
        .map((output) => tensorOf(tensors, output.name));
      const ended = process.hrtime.bigint();
      const parts = { input: 0n, infer: ended - started, output: 0n };
      this.statistics.executed(Math.max(1, request.batchSize), parts);
      this.statistics.succeeded(request.batchSize, { ...parts, queue: started - request.arrived, total: ended - request.arrived });
      return { outputs };
    } catch (error) {
      this.statistics.failed(process.hrtime.bigint() - request.arrived);
      throw error;
    }
  }

  close(): Promise<void> {
    // The steps have schedulers of their own.
    return Promise.resolve();
  }

  private async runSteps(request: InferenceRequest): Promise<ReadonlyMap<string, WireTensor>> {
    const tensors = new Map(request.inputs.map((input) => [input.name, input]));
    let left = [...(this.config.ensembleSteps ?? [])];
    while (left.length > 0) {
      const ready = left.filter((step) => [...step.inputMap.values()].every((tensor) => tensors.has(tensor)));
      if (ready.length === 0) {
        throw notFound(`ensemble '${this.config.name}' has steps whose tensors nobody writes`);
      }
      left = left.filter((step) => !ready.includes(step));
      const results = await Promise.all(ready.map((step) => this.runStep(step, tensors, request)));
      for (const [name, tensor] of results.flat()) {
        tensors.set(name, tensor);
      }
    }
    return tensors;
  }

  private async runStep(
    step: EnsembleStep,
    tensors: ReadonlyMap<string, WireTensor>,
    request: InferenceRequest,
  ): Promise<(readonly [string, WireTensor])[]> {
    const model = this.stepModel(step.modelName, step.modelVersion);
    const inputs = [...step.inputMap].map(([name, tensor]) => ({ ...tensorOf(tensors, tensor), name }));
    const { outputs } = await model.scheduler.enqueue({
      ...request,
      inputs,
      outputs: [...step.outputMap.keys()],
      batchSize: model.config.maxBatchSize > 0 ? (inputs[0]?.shape[0] ?? 0) : 0,
      arrived: process.hrtime.bigint(),
    });
    return outputs.flatMap((output) => {
      const name = step.outputMap.get(output.name);
      return name === undefined ? [] : [[name, { ...output, name }] as const];
    });
  }
}

function tensorOf(tensors: ReadonlyMap<string, WireTensor>, name: string): WireTensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) {
    throw notFound(`ensemble tensor '${name}' has no value`);
  }
  return tensor;
}
