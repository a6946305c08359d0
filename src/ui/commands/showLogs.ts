import * as l10n from '@vscode/l10n';
import type { ContainerLog } from '../../azure/onlineDeployments';
import { explorerView } from '../../manifest/views';
import * as vscode from 'vscode';
import { back } from '../wizard/runWizard';
import type { Command } from './command';
import { deploymentOf } from './pickTarget';

/** As much as the official CLI shows (azure-ai-ml, constants/_endpoint.py). */
const tail = 5000;

export const showLogs: Command = async (target, services) => {
  const title = l10n.t('Show Deployment Logs');
  const { place, ref } = await deploymentOf(target, services, title);
  const container = await services.prompts.pick<ContainerLog>(
    { title, step: 1, totalSteps: 1, canGoBack: false },
    {
      placeholder: l10n.t('Select a container of deployment {0}', ref.deployment),
      choices: () =>
        Promise.resolve([
          { label: l10n.t('Inference server'), description: l10n.t('what Triton says'), icon: 'server-process', value: 'InferenceServer' },
          {
            label: l10n.t('Storage initializer'),
            description: l10n.t('how the model was fetched'),
            icon: 'cloud-download',
            value: 'StorageInitializer',
          },
        ]),
    },
  );
  if (container === back) {
    return;
  }
  const text = await vscode.window.withProgress({ location: { viewId: explorerView } }, () =>
    services.open(place).deployments.logs(ref, container, tail, AbortSignal.timeout(60_000)),
  );
  const file = container === 'InferenceServer' ? 'inference-server' : 'storage-initializer';
  await services.showDeploymentLog(`${ref.endpoint}/${ref.deployment}/${file}.log`, text);
};
