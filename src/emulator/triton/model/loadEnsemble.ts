import { emptyMessage, withFields } from '../../../documents/pbtxt/configMessage';
import { modelConfigOf, type ModelConfig } from '../../../documents/pbtxt/modelConfig';
import { checkTensors } from '../config/checkConfig';
import { normalize } from '../config/completeConfig';
import { EnsembleScheduler } from './ensembleScheduler';
import { ModelStatistics } from './modelStatistics';
import { readLabels, type LoadOptions, type ServedModel } from './servedModel';
import { checkSteps } from './checkSteps';

/** Makes an ensemble ready. Its steps are loaded before; throws Triton's error when one is missing or does not fit. */
export async function loadEnsemble(options: LoadOptions, stepModel: (name: string, version: number) => ServedModel): Promise<ServedModel> {
  const polled = modelConfigOf(options.message);
  checkSteps(polled, stepModel);
  const isDecoupled = polled.ensembleSteps?.some((step) => stepModel(step.modelName, step.modelVersion).config.isDecoupled) ?? false;
  const policy = withFields(emptyMessage('ModelTransactionPolicy'), { decoupled: isDecoupled });
  // Triton writes into an ensemble's configuration what follows from its steps.
  const message = withFields(normalize(options.message), { model_transaction_policy: policy });
  const config = modelConfigOf(message);
  checkTensors(config);
  const statistics = new ModelStatistics();
  return {
    name: config.name,
    version: options.version,
    config,
    message,
    labels: new Map([...labelsOfSteps(config, stepModel), ...(await readLabels(config, options.folder))]),
    statistics,
    isCached: false,
    scheduler: new EnsembleScheduler(config, statistics, stepModel),
  };
}

/** An output without labels of its own has those of the step that writes it (core, ensemble_scheduler.cc, AddSecondaryLabelProvider). */
function labelsOfSteps(
  { ensembleSteps }: ModelConfig,
  stepModel: (name: string, version: number) => ServedModel,
): (readonly [string, readonly string[]])[] {
  return (ensembleSteps ?? []).flatMap((step) => {
    const { labels } = stepModel(step.modelName, step.modelVersion);
    return [...step.outputMap].flatMap(([output, tensor]) => {
      const names = labels.get(output);
      return names === undefined ? [] : [[tensor, names] as const];
    });
  });
}
