import * as l10n from '@vscode/l10n';
import type { AzureError, AzureErrorDetail } from './azureError';
import type { Subject } from './failureSubject';
import { serviceText } from './serviceText';

export interface Reason {
  readonly why: string;
  /** One thing to do. */
  readonly next: string;
}

/** The codes whose cause and remedy Microsoft documents ("Troubleshoot online endpoints"); undefined for all others. */
export function reasonForCode(error: AzureError, subject: Subject): Reason | undefined {
  return reasons[error.code]?.(error, subject) ?? storageReasons[error.code]?.(error, subject);
}

/** Triton has no code for this, only this sentence (backend_manager.cc). */
function lacksBackend(details: readonly AzureErrorDetail[]): boolean {
  return details.some((detail) => detail.message.includes('unable to find backend library') || lacksBackend(detail.details));
}

type Reasons = Readonly<Partial<Record<string, (error: AzureError, subject: Subject) => Reason | undefined>>>;

const reasons: Reasons = {
  OutOfQuota: (error) => ({
    why: serviceText(error) || l10n.t('There is not enough quota for it.'),
    next: l10n.t('Choose a smaller instance type or fewer instances, delete deployments you do not need, or request more quota.'),
  }),
  InsufficientStorage: (error) => ({
    why: serviceText(error) || l10n.t('There is no space left where it is stored.'),
    next: l10n.t('Make room there, then try again.'),
  }),
  ResourceNotReady: (error) => ({
    why:
      error.details.length > 0
        ? serviceText(error)
        : l10n.t('Its container crashed or was not ready in time: the model may be invalid, too large, or slow to load.'),
    next: lacksBackend(error.details)
      ? l10n.t(
          'Use a model in a format that this server runs, such as ONNX. The local emulator runs all others with a real Triton server: name it in the setting {0}, or by {1} on the command line.',
          'tritonAml.emulator.tritonServer',
          '--triton-server',
        )
      : l10n.t('Look at the logs of the deployment.'),
  }),
  BadArgument: (error) => ({
    why: serviceText(error) || l10n.t('Azure could not use what it was given.'),
    next: l10n.t('Check that the model version is in this workspace and that the identity of the endpoint may read its storage.'),
  }),
  UserError: (error, subject) =>
    // The service has no code of its own for this, only this sentence.
    subject.kind === 'newVersion' && error.message.includes('Asset paths cannot be updated')
      ? { why: l10n.t('This version exists already, with other files.'), next: l10n.t('Register it as a new version.') }
      : undefined,
  AuthorizationFailed: (error) => {
    const action = /perform action '([^']+)'/.exec(error.message)?.[1];
    const scope = /over scope '([^']+)'/.exec(error.message)?.[1];
    return action === undefined || scope === undefined
      ? undefined
      : {
          why: l10n.t('You lack the permission {0} on {1}.', action, scope),
          next: l10n.t('Ask an owner for a role that has it, such as AzureML Data Scientist. A new role may take some minutes to work.'),
        };
  },
  SubscriptionNotFound: () => ({
    why: l10n.t('The subscription does not exist, or your account cannot see it.'),
    next: l10n.t('Choose another subscription, or sign in with the account that owns it.'),
  }),
  ResourceGroupNotFound: () => ({
    why: l10n.t('Its resource group does not exist any more.'),
    next: l10n.t('Refresh the view and choose another workspace.'),
  }),
  EndpointAlreadyExists: () => ({
    why: l10n.t('Its name is taken. Names of endpoints are unique in an Azure region.'),
    next: l10n.t('Choose another name.'),
  }),
  WorkspaceManagedNetworkNotReady: () => ({
    why: l10n.t('The managed network of the workspace has not been set up yet.'),
    next: l10n.t('Provision the network of the workspace, then try again.'),
  }),
  OperationCanceled: () => ({
    why: l10n.t('Azure stopped it, because another operation came first or the same one was asked for twice.'),
    next: l10n.t('Wait a minute, then try again.'),
  }),
  SecretsInjectionError: (error) => ({
    why: serviceText(error) || l10n.t('The identity of the endpoint may not read the secrets that the deployment names.'),
    next: l10n.t('Give the identity of the endpoint a role that reads them, then try again in some minutes.'),
  }),
  InternalServerError: () => ({
    why: l10n.t('Azure has trouble of its own.'),
    next: l10n.t('Try again; if it stays, open a support ticket.'),
  }),
  OperationTimedOut: () => ({
    why: l10n.t('It has not ended after two hours. It may still be going on in Azure.'),
    next: l10n.t('Refresh the view to see how it ended.'),
  }),
  OperationUnanswered: () => ({
    why: l10n.t('There has been no answer for five minutes. It may still be going on.'),
    next: l10n.t('Check the network connection, then refresh the view to see how it ended.'),
  }),
  ForeignAddress: () => ({
    why: l10n.t('The answer pointed to an address that your sign-in must not be sent to.'),
    next: l10n.t('Check whether a proxy is in the way, then try again.'),
  }),
};

/** Codes of the blob service. */
const storageReasons: Reasons = {
  KeyBasedAuthenticationNotPermitted: () => ({
    why: l10n.t('The storage account of the workspace does not accept keys.'),
    next: l10n.t('Make the datastore identity-based, and give yourself the role Storage Blob Data Contributor.'),
  }),
  AuthorizationPermissionMismatch: () => ({
    why: l10n.t('You may not write to the storage account of the workspace.'),
    next: l10n.t('Ask for the role Storage Blob Data Contributor on it.'),
  }),
  AuthorizationFailure: () => ({
    why: l10n.t('The firewall of the storage account does not let this computer in.'),
    next: l10n.t('Connect to the network that it allows, or have this address added.'),
  }),
  AuthenticationFailed: () => ({
    why: l10n.t(
      'The storage account does not accept the signature of the datastore: it may have run out, or the clock of this computer is wrong.',
    ),
    next: l10n.t('Check the time of this computer, then try again.'),
  }),
  ContainerNotFound: () => ({
    why: l10n.t('The container of the datastore does not exist.'),
    next: l10n.t('Choose another datastore, or create its container.'),
  }),
  Md5Mismatch: () => ({
    why: l10n.t('The files were damaged on their way.'),
    next: l10n.t('Check the network, then try again.'),
  }),
};
