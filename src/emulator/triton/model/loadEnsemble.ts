import { modelConfigOf } from '../../../documents/pbtxt/modelConfig';
import { checkTensors } from '../config/checkConfig';
import { normalize } from '../config/completeConfig';
import { EnsembleScheduler } from './ensembleScheduler';
import { ModelStatistics } from './modelStatistics';
import { readLabels, type LoadOptions, type ServedModel } from './servedModel';
import { checkSteps } from './checkSteps';

/** Makes an ensemble ready. Its steps are loaded before; throws Triton's error when one is missing or does not fit. */
export async function loadEnsemble(options: LoadOptions, stepModel: (name: string, version: number) => ServedModel): Promise<ServedModel> {
  const message = normalize(options.message);
  const config = modelConfigOf(message);
  checkTensors(config);
  checkSteps(config, stepModel);
  const statistics = new ModelStatistics();
  return {
    name: config.name,
    version: options.version,
    config,
    message,
    labels: await readLabels(config, options.folder),
    statistics,
    scheduler: new EnsembleScheduler(config, statistics, stepModel),
  };
}
