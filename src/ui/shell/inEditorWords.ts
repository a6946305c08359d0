import * as l10n from '@vscode/l10n';
import { AzureError } from '../../azure/azureError';
import { UserError } from '../../base/errors';
import { explainFailure } from '../../azure/explainFailure';

/**
 * Any failure as one that the user can understand. Code `signed-out` means that signing in would help.
 * What is neither a UserError nor Azure's is a bug: the log has its stack.
 */
export function inEditorWords(error: unknown): UserError {
  if (error instanceof AzureError) {
    const code = error.kind === 'signedOut' ? 'signed-out' : `azure-${error.kind}`;
    return new UserError(explainFailure(error), code, { cause: error });
  }
  if (error instanceof UserError) {
    const signedOut = error.cause instanceof AzureError && error.cause.kind === 'signedOut';
    return signedOut ? new UserError(error.message, 'signed-out', { cause: error.cause }) : error;
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new UserError(l10n.t('No answer came within a minute. Check the network connection and try again.'), 'timeout', {
      cause: error,
    });
  }
  return new UserError(l10n.t('Something unexpected went wrong. The log has the details.'), 'unexpected', { cause: error });
}
