import * as l10n from '@vscode/l10n';
import { AzureError } from '../../azure/azureError';
import { UserError } from '../../base/errors';
import { explainReason } from '../../azure/explainFailure';
import type { FailurePlace, FailureView, PanelAction } from '../../protocol/invokePanel';

/** Knows the control that is wrong better than the step in which it came out. */
export class PanelError extends UserError {
  override readonly name = 'PanelError';

  constructor(
    message: string,
    readonly failure: { readonly place: FailurePlace; readonly action?: PanelAction },
  ) {
    super(message, `panel-${failure.place}`);
  }
}

/** Says a failure on the control that is wrong; `place` is where the job stood. A failure that nobody foresaw points to the log. */
export function failureView(error: unknown, place: FailurePlace): FailureView {
  if (error instanceof PanelError) {
    return { message: error.message, ...error.failure };
  }
  if (error instanceof UserError) {
    const better = placeByCode(error.code) ?? place;
    return { message: error.message, place: better, ...usualAction(better) };
  }
  if (error instanceof AzureError) {
    return { message: explainReason(error), place: 'endpoint', action: 'refresh' };
  }
  return { message: l10n.t('The invocation failed unexpectedly. The log has the details.'), place, action: 'showLog' };
}

/** Failures that have their control whenever they come out; `undefined` for the others. */
function placeByCode(code: string): FailurePlace | undefined {
  if (code.startsWith('picture-')) {
    return 'picture';
  }
  return placesByCode.find(([, codes]) => codes.includes(code))?.[0];
}

const placesByCode: readonly (readonly [FailurePlace, readonly string[]])[] = [
  [
    'endpoint',
    [
      'no-scoring-uri',
      'triton-unauthorized',
      'triton-forbidden',
      'triton-no-deployment',
      'triton-not-triton',
      'triton-redirect',
      'triton-unreachable',
      'triton-unknown-host',
      'triton-tls',
    ],
  ],
  ['model', ['no-model', 'several-models', 'model-not-ready', 'not-a-picture-model', 'not-a-classifier', 'triton-unknown-model']],
];

function usualAction(place: FailurePlace): Pick<FailureView, 'action'> {
  switch (place) {
    case 'endpoint':
    case 'deployment':
    case 'model':
      return { action: 'refresh' };
    case 'picture':
      return { action: 'choosePicture' };
    case 'request':
      return {};
  }
}

/** Nothing can be invoked yet. */
export function noEndpoint(emulatorStopped: boolean): PanelError {
  return emulatorStopped
    ? new PanelError(l10n.t('There is no endpoint to invoke, and the local emulator is stopped.'), {
        place: 'endpoint',
        action: 'startEmulator',
      })
    : new PanelError(l10n.t('There is no endpoint to invoke yet. Deploy a model to one first.'), { place: 'endpoint', action: 'deploy' });
}

export function notListed(workspaces: readonly string[]): PanelError {
  const names = new Intl.ListFormat().format(workspaces);
  return new PanelError(l10n.t('The endpoints of {0} cannot be listed. The rows in the tree say why; try again then.', names), {
    place: 'endpoint',
    action: 'refresh',
  });
}

export function endpointGone(name: string, emulatorStopped: boolean): PanelError {
  return emulatorStopped
    ? new PanelError(
        l10n.t('Endpoint {0} was not found, and the local emulator is stopped. If it is one of its endpoints, start it.', name),
        {
          place: 'endpoint',
          action: 'startEmulator',
        },
      )
    : new PanelError(l10n.t('Endpoint {0} is no longer there. Choose another one.', name), { place: 'endpoint', action: 'refresh' });
}

export function noDeployment(name: string): PanelError {
  return new PanelError(l10n.t('Endpoint {0} has no deployment, so nothing can answer. Deploy a model to it.', name), {
    place: 'endpoint',
    action: 'deploy',
  });
}

export function noTraffic(name: string): PanelError {
  return new PanelError(l10n.t('No deployment of endpoint {0} receives traffic. Choose a deployment here, or set its traffic.', name), {
    place: 'deployment',
    action: 'setTraffic',
  });
}

export function serverNotReady(name: string): PanelError {
  return new PanelError(
    l10n.t('The server of {0} is not ready and lists no model. Wait until its deployment has succeeded, then try again.', name),
    {
      place: 'endpoint',
      action: 'refresh',
    },
  );
}

export function noPicture(): PanelError {
  return new PanelError(l10n.t('There is no picture to send. Choose one first.'), { place: 'picture', action: 'choosePicture' });
}

export function noModel(name: string): PanelError {
  return new PanelError(l10n.t('The server of {0} has no model.', name), { place: 'model', action: 'refresh' });
}
