import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { allPages } from '../../azure/page';
import type { OnlineEndpoint } from '../../azure/onlineEndpoints';
import type { EndpointRef, WorkspaceRef } from '../../azure/resourceRefs';
import { Cancelled } from '../../base/errors';
import type { Placed, Target } from '../../explorer/explorerNode';
import { requireTrust } from '../shell/requireTrust';
import type { Choice } from '../wizard/prompts';
import { back } from '../wizard/runWizard';
import type { Command, CommandServices, InvokeChoice } from './command';
import { deploySample, deploy } from './deploy';
import { deploymentOf, endpointOf } from './pickTarget';

export const invokeEndpoint: Command = async (target, services) => {
  requireTrust();
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
  const choices = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Looking for endpoints') },
    () => endpointChoices(services),
  );
  const [only, ...others] = choices;
  if (only && others.length === 0) {
    await services.invoke(only.value, picture);
    return;
  }
  const chosen = only ? await pickEndpoint(choices, services) : await makeEndpoint(services);
  if (chosen) {
    await services.invoke(chosen, picture);
  }
};

async function endpointChoices(services: CommandServices): Promise<Choice<InvokeChoice>[]> {
  const signal = AbortSignal.timeout(60_000);
  const lists = await Promise.all(
    (await services.knownWorkspaces(signal)).map(async (workspace) => {
      const endpoints = await endpointsOf(services, workspace, signal);
      return endpoints.map(({ ref, state }) => ({
        label: ref.endpoint,
        description: `${workspace.label} · ${state}`,
        icon: 'radio-tower',
        value: { endpoint: ref },
      }));
    }),
  );
  return lists.flat();
}

/** A workspace that cannot be listed must not stand in the way of the others; its row in the tree says why. */
async function endpointsOf(
  { open, log }: CommandServices,
  { place, ref }: Placed<WorkspaceRef>,
  signal: AbortSignal,
): Promise<readonly OnlineEndpoint[]> {
  try {
    return await allPages(await open(place).endpoints.list(ref, signal), signal);
  } catch (error) {
    log.error(`listing the endpoints of ${ref.workspace} failed`, error);
    return [];
  }
}

async function pickEndpoint(choices: readonly Choice<InvokeChoice>[], { prompts }: CommandServices): Promise<InvokeChoice> {
  const chosen = await prompts.pick(
    { title: l10n.t('Invoke Endpoint with Image'), step: 1, totalSteps: 1, canGoBack: false },
    { placeholder: l10n.t('Select an endpoint'), choices: () => Promise.resolve(choices) },
  );
  if (chosen === back) {
    throw new Cancelled();
  }
  return chosen;
}

/** There is nothing to invoke yet: the shortest ways to something. */
async function makeEndpoint(services: CommandServices): Promise<InvokeChoice | undefined> {
  const way = await services.prompts.pick<'sample' | 'own' | 'start'>(
    { title: l10n.t('Invoke Endpoint with Image'), step: 1, totalSteps: 1, canGoBack: false },
    {
      placeholder: l10n.t('There is no endpoint to invoke yet'),
      choices: () =>
        Promise.resolve([
          {
            label: l10n.t('Deploy the sample to the local emulator'),
            description: l10n.t('an ImageNet classifier · nothing is billed'),
            icon: 'rocket',
            value: 'sample',
          },
          { label: l10n.t('Deploy a model repository…'), icon: 'folder', value: 'own' },
        ]),
    },
  );
  if (way === 'sample') {
    const endpoint: EndpointRef = await deploySample(services);
    return { endpoint };
  }
  if (way === 'own') {
    await deploy(undefined, services, undefined);
  }
  return undefined;
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
      filters: { [l10n.t('Pictures')]: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif', 'bmp'] },
    })) ?? [];
  if (!picture) {
    throw new Cancelled();
  }
  return picture;
}
