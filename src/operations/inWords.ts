import * as l10n from '@vscode/l10n';
import { AzureError, type AzureErrorDetail } from '../azure/azureError';
import { UserError } from '../base/errors';

/**
 * Runs one step of a job. When Azure refuses it, the failure becomes a sentence: `sentence` says what could not be done to what,
 * and gets the reason, itself a sentence. Anything else passes as it is.
 */
export async function inWords<T>(sentence: (reason: string) => string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof AzureError) {
      throw new UserError(sentence(reasonOf(error)), `azure-${error.kind}`, { cause: error });
    }
    throw error;
  }
}

/** Why Azure did not do it, and what to do next where that follows from the kind of failure. */
export function reasonOf(error: AzureError): string {
  const said = saidBy(error);
  switch (error.kind) {
    case 'signedOut':
      return l10n.t('The sign-in has expired or is not accepted. Sign in again.');
    case 'forbidden':
      return l10n.t('Your account may not do this; the role AzureML Data Scientist on the workspace allows it. Azure says: {0}', said);
    case 'conflict':
      return l10n.t('Something else is using it: {0} Wait until that has ended and try again.', said);
    case 'throttled':
      return l10n.t('Azure limits how often this may be asked. Try again in a minute.');
    case 'unavailable':
      return l10n.t('The service cannot answer at the moment. Try again in a few minutes.');
    case 'unreachable':
      return l10n.t('No answer came from the service. Check the network connection, or whether the emulator is running.');
    case 'notAzure':
      return l10n.t('The answer does not come from Azure; a proxy or a sign-in page of the network may be in between.');
    case 'notFound':
    case 'refused':
      return said;
  }
}

/** The service's own text with the innermost causes, where Azure ML puts what is useful (azureml.md 1.5). */
function saidBy(error: AzureError): string {
  const texts = [error.message, ...error.details.flatMap(innermost)].map((text) => text.trim()).filter((text) => text !== '');
  const distinct = texts.filter(
    (text, index) => !texts.some((other, at) => at !== index && other.includes(text) && (other !== text || at < index)),
  );
  return distinct.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(' ');
}

function innermost(detail: AzureErrorDetail): string[] {
  return detail.details.length === 0 ? [detail.message] : detail.details.flatMap(innermost);
}
