import * as l10n from '@vscode/l10n';
import type { AzureError, AzureErrorKind } from './azureError';
import { reasonForCode, type Reason } from './failureReasons';
import { serviceText } from './serviceText';
import { loopbackTimeout } from './transport/timeLimits';
import { subjectOf, type Subject } from './failureSubject';

/**
 * A failure in words for people: what could not be done to which object, why, and what to do next. Three whole sentences,
 * no status, no name of a class; the service's own words are quoted where they tell more than ours.
 */
export function explainFailure(error: AzureError): string {
  return `${subjectOf(error.request).couldNot} ${explainReason(error)}`;
}

/** The last two of them, for whoever has said already what could not be done. */
export function explainReason(error: AzureError): string {
  const subject = subjectOf(error.request);
  const { why, next } = reasonForCode(error, subject) ?? reasonsByKind[error.kind](error, subject);
  return `${why} ${next}`;
}

const reasonsByKind: Readonly<Record<AzureErrorKind, (error: AzureError, subject: Subject) => Reason>> = {
  signedOut: () => ({ why: l10n.t('Azure does not accept your sign-in any more.'), next: l10n.t('Sign in again.') }),
  forbidden: (error) => ({
    why: serviceText(error) || l10n.t('You do not have permission to do this.'),
    next: l10n.t('Ask an owner of the workspace for a role that allows it, such as AzureML Data Scientist.'),
  }),
  notFound: () => ({ why: l10n.t('It does not exist, or not any more.'), next: l10n.t('Refresh the view, and check the name.') }),
  conflict: (_, subject) =>
    subject.kind === 'newEndpoint'
      ? {
          why: l10n.t('Its name is taken, or it is being changed by somebody else. Names of endpoints are unique in an Azure region.'),
          next: l10n.t('Choose another name, or try again in a few minutes.'),
        }
      : { why: l10n.t('Another change of it is still going on.'), next: l10n.t('Wait until that has ended, then try again.') },
  throttled: () => ({ why: l10n.t('Azure is asked too often at the moment.'), next: l10n.t('Try again in a few minutes.') }),
  refused: (error) => ({
    why: serviceText(error) || l10n.t('Azure refused it.'),
    next: l10n.t('Change what is named there, then try again.'),
  }),
  unavailable: () => ({ why: l10n.t('Azure has trouble of its own.'), next: l10n.t('Try again in a few minutes.') }),
  unreachable: ({ code }) => unreachable(code),
  notAzure: ({ message }) => ({
    why:
      message === ''
        ? l10n.t('Something between this computer and Azure answered instead.')
        : l10n.t('Something between this computer and Azure answered instead: "{0}"', message),
    next: l10n.t('Check whether the network wants you to sign in, or a proxy is in the way, then try again.'),
  }),
};

function unreachable(code: string): Reason {
  const check = l10n.t('Check the network connection and the proxy settings, then try again.');
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { why: l10n.t('The name of the server could not be looked up.'), next: check };
    case 'ECONNREFUSED':
      return {
        why: l10n.t('Nothing answers at its address.'),
        next: l10n.t('If it is the local emulator, start it; otherwise check the network.'),
      };
    case loopbackTimeout:
      return {
        why: l10n.t('The local emulator does not answer.'),
        next: l10n.t('Its log may tell why. Stop it and start it again; its models and endpoints are kept.'),
      };
    case 'ETIMEDOUT':
      return { why: l10n.t('There was no answer in time.'), next: check };
    default:
      return /CERT|SELF_SIGNED|VERIFY|ISSUER/.test(code)
        ? {
            why: l10n.t('The certificate of the server is not trusted here.'),
            next: l10n.t('If a proxy of your company is in between, add its certificate to the system.'),
          }
        : { why: l10n.t('The connection broke again and again.'), next: check };
  }
}
