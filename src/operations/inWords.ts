import { AzureError } from '../azure/azureError';
import { explainReason } from '../azure/explainFailure';
import { UserError } from '../base/errors';

/**
 * Runs one step of a job. When Azure refuses it, the failure becomes a sentence: `sentence` says what could not be done to what,
 * and gets the reason and what to do next, sentences themselves. Anything else passes as it is.
 */
export async function inWords<T>(sentence: (reason: string) => string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof AzureError) {
      throw new UserError(sentence(explainReason(error)), `azure-${error.kind}`, { cause: error });
    }
    throw error;
  }
}
