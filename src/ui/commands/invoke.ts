import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Cancelled } from '../../base/errors';
import type { Target } from '../../explorer/explorerNode';
import { requireTrust } from '../shell/requireTrust';
import type { Choice, Separator } from '../wizard/prompts';
import { back } from '../wizard/runWizard';
import type { Command, CommandServices, InvokeChoice } from './command';
import { deploySample, deploy } from './deploy';
import { findEndpoints, waysToEndpoint } from './endpointSearch';
import { invokeFromFile } from './invokeFromFile';
import { deploymentOf, endpointOf } from './pickTarget';

export const invokeEndpoint: Command = async (target, services) => {
  requireTrust();
  if (target?.kind === 'file') {
    await invokeFromFile(target, services);
    return;
  }
  const { ref } = await endpointOf(target, services, l10n.t('Invoke Endpoint'));
  await services.invoke({ endpoint: ref }, undefined);
};

export const invokeDeployment: Command = async (target, services) => {
  requireTrust();
  const { ref } = await deploymentOf(target, services, l10n.t('Invoke Deployment'));
  await services.invoke({ endpoint: ref, deployment: ref.deployment }, undefined);
};

/** From a picture: the only endpoint at once, one of several that is asked for, or one that is made for it. */
export const invokeImage: Command = async (target, services) => {
  requireTrust();
  const picture = await pictureOf(target);
  const chosen = await chooseEndpoint(services);
  if (chosen) {
    await services.invoke(chosen, picture);
  }
};

/** Undefined where the way to an endpoint led elsewhere. */
async function chooseEndpoint(services: CommandServices): Promise<InvokeChoice | undefined> {
  for (;;) {
    const { choices, failures } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: l10n.t('Looking for endpoints') },
      () => findEndpoints(services, AbortSignal.timeout(60_000)),
    );
    const [only, ...others] = choices;
    if (only) {
      // What could not be listed may hold the one that is meant.
      return others.length === 0 && failures.length === 0 ? only.value : pickEndpoint(choices, failures, services);
    }
    const { placeholder, ways } = waysToEndpoint(services.emulator.isStopped(), failures);
    const way = await pickOnly(placeholder, ways, services);
    switch (way) {
      case 'start': {
        const title = l10n.t('Starting the local emulator');
        await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
          services.emulator.start(AbortSignal.timeout(60_000)),
        );
        break;
      }
      case 'retry':
        break;
      case 'sample':
        return { endpoint: await deploySample(services) };
      case 'own':
        await deploy(undefined, services, undefined);
        return undefined;
    }
  }
}

async function pickEndpoint(
  choices: readonly Choice<InvokeChoice>[],
  failures: readonly string[],
  services: CommandServices,
): Promise<InvokeChoice> {
  return pickOnly(l10n.t('Select an endpoint'), [...choices, ...failures.map((separator) => ({ separator }))], services);
}

/** A question that stands alone: there is no other to go back to. */
async function pickOnly<T>(placeholder: string, choices: readonly (Choice<T> | Separator)[], { prompts }: CommandServices): Promise<T> {
  const chosen = await prompts.pick<T>(
    { title: l10n.t('Invoke Endpoint with Image'), step: 1, totalSteps: 1, canGoBack: false },
    { placeholder, choices: () => Promise.resolve(choices) },
  );
  if (chosen === back) {
    throw new Cancelled();
  }
  return chosen;
}

async function pictureOf(target: Target | undefined): Promise<vscode.Uri> {
  if (target?.kind === 'file') {
    return vscode.Uri.file(target.path);
  }
  // A picture that is open is what somebody means who runs this from the palette.
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom && input.viewType === 'imagePreview.previewEditor') {
    return input.uri;
  }
  const [picture] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('Select a picture'),
      openLabel: l10n.t('Invoke'),
      filters: { [l10n.t('Pictures')]: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'] },
    })) ?? [];
  if (!picture) {
    throw new Cancelled();
  }
  return picture;
}
