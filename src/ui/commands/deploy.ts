import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { endpointId, type DeploymentRef } from '../../azure/resourceRefs';
import type { Target } from '../../explorer/explorerNode';
import { settings } from '../../manifest/settings';
import { deployRepository } from '../../operations/deployRepository';
import { withStages } from '../shell/notificationProgress';
import { requireTrust } from '../shell/requireTrust';
import { toPlan, type DeployAnswers } from '../wizard/deployAnswers';
import { deploySteps } from '../wizard/deploySteps';
import { runWizard } from '../wizard/runWizard';
import type { WorkspaceTarget } from '../wizard/workspaceChoice';
import type { Command, CommandServices } from './command';
import { operationPorts } from './operationPorts';
import { modelVersionOf, workspaceLabel } from './pickTarget';
import { repositoryOf } from './repositoryChoice';

/** From a folder: of the Explorer, or asked for. A clicked row answers the questions that it can. */
export const deploy: Command = async (target, services) => {
  requireTrust();
  const path = await repositoryOf(target, services.prompts, l10n.t('Deploy to Endpoint'));
  await deployByWizard({ source: { kind: 'repository', path }, ...answersOf(target) }, l10n.t('Deploy {0}', basename(path)), services);
};

/** From a version that is registered. */
export const deployModel: Command = async (target, services) => {
  requireTrust();
  const { place, ref } = await modelVersionOf(target, services, l10n.t('Deploy Registered Model'));
  const workspace = { place, workspace: ref, label: workspaceLabel({ place, workspace: ref }) };
  const title = l10n.t('Deploy {0}, version {1}', ref.model, ref.version);
  await deployByWizard({ source: { kind: 'version', ref }, workspace }, title, services);
};

/** Deploys the sample as it lies in the extension, with every answer given: somebody wants to see a picture answered. */
export async function deploySample(services: CommandServices): Promise<DeploymentRef> {
  requireTrust();
  const workspace = await services.source.emulatorWorkspace(AbortSignal.timeout(60_000));
  return carryOut(
    {
      source: { kind: 'repository', path: vscode.Uri.joinPath(services.sample, 'models').fsPath },
      workspace,
      modelName: 'sample',
      endpoint: { kind: 'create', name: 'sample-endpoint' },
      deployment: 'blue',
      instanceType: settings['tritonAml.deploy.instanceType'],
      instanceCount: 1,
    },
    services,
  );
}

function answersOf(target: Target | undefined): Pick<DeployAnswers, 'workspace' | 'endpoint'> {
  switch (target?.kind) {
    case 'workspace':
      return { workspace: { ...target, label: workspaceLabel(target) } };
    case 'endpoint': {
      const { place, endpoint } = target;
      return {
        workspace: { place, workspace: endpoint, label: workspaceLabel({ place, workspace: endpoint }) },
        endpoint: { kind: 'existing', name: endpoint.endpoint },
      };
    }
    default:
      return {};
  }
}

async function deployByWizard(start: DeployAnswers, title: string, services: CommandServices): Promise<void> {
  const preferredInstanceType = vscode.workspace
    .getConfiguration()
    .get('tritonAml.deploy.instanceType', settings['tritonAml.deploy.instanceType']);
  const answers = await runWizard(title, deploySteps({ ...services, preferredInstanceType }, start), start);
  const ref = await carryOut(answers, services);
  announce(ref, answers.workspace, services);
}

async function carryOut(answers: DeployAnswers, services: CommandServices): Promise<DeploymentRef> {
  const plan = toPlan(answers);
  const { workspace } = answers;
  const deployment = await withStages(
    {
      title: l10n.t('Deploying {0}', plan.deployment),
      onChange: () => {
        if (workspace) {
          services.explorer.refreshWorkspace(workspace);
        }
      },
    },
    (progress, signal) => deployRepository(plan, operationPorts(services.open(workspace?.place ?? { kind: 'emulator' }), progress), signal),
  );
  if (answers.source.kind === 'repository') {
    await services.deployedFrom(endpointId(deployment.ref), answers.source.path);
  }
  return deployment.ref;
}

/** The end of the journey is an answer: the message leads there. */
export function announce(ref: DeploymentRef, workspace: WorkspaceTarget | undefined, services: CommandServices): void {
  // Not awaited: the command has ended, the message may stay for hours.
  announcement(ref, workspace, services).catch((error: unknown) => {
    services.log.error(`telling of deployment ${ref.deployment} failed`, error);
  });
}

async function announcement(ref: DeploymentRef, workspace: WorkspaceTarget | undefined, services: CommandServices): Promise<void> {
  const { traffic } = await services.open(workspace?.place ?? { kind: 'emulator' }).endpoints.get(ref, AbortSignal.timeout(60_000));
  const percent = traffic.get(ref.deployment) ?? 0;
  const text =
    percent > 0
      ? l10n.t('Deployment {0} of endpoint {1} is ready and gets {2} % of the traffic.', ref.deployment, ref.endpoint, percent)
      : l10n.t(
          'Deployment {0} of endpoint {1} is ready. It gets no traffic yet; it can be invoked all the same.',
          ref.deployment,
          ref.endpoint,
        );
  const invoke = l10n.t('Invoke…');
  if ((await vscode.window.showInformationMessage(text, invoke)) === invoke) {
    const pinned = percent > 0 ? {} : { deployment: ref.deployment };
    await services.invoke({ endpoint: ref, ...pinned }, undefined);
  }
}
