import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DeploymentRef } from '../../azure/resourceRefs';
import type { Placed, Target } from '../../explorer/explorerNode';
import { settings } from '../../manifest/settings';
import { deployRepository } from '../../operations/deployRepository';
import { sampleModelName } from '../../operations/sampleModel';
import { requireTrust } from '../shell/requireTrust';
import { runCommand } from '../shell/runCommand';
import { complete, toPlan, type CompleteDeployAnswers, type DeployAnswers } from '../wizard/deployAnswers';
import { deploySteps } from '../wizard/deploySteps';
import { runWizard } from '../wizard/runWizard';
import { checkBeforeDeploy } from './checkBeforeDeploy';
import type { Command, CommandServices } from './command';
import { setTrafficCommand } from './endpoint';
import { onWorkspace } from './onWorkspace';
import { modelVersionOf, workspaceTarget } from './pickTarget';
import { repositoryOf } from './repositoryChoice';

/** From a folder: of the Explorer, or asked for. A clicked row answers the questions that it can. */
export const deploy: Command = async (target, services) => {
  requireTrust();
  const path = await repositoryOf(target, services.prompts, l10n.t('Deploy to Endpoint'));
  await checkBeforeDeploy(path, services);
  await deployByWizard({ source: { kind: 'repository', path }, ...answersOf(target) }, l10n.t('Deploy {0}', basename(path)), services);
};

/** From a version that is registered. */
export const deployModel: Command = async (target, services) => {
  requireTrust();
  const version = await modelVersionOf(target, services, l10n.t('Deploy Registered Model'));
  const { ref } = version;
  const title = l10n.t('Deploy {0}, version {1}', ref.model, ref.version);
  await deployByWizard({ source: { kind: 'version', ref }, workspace: workspaceTarget(version) }, title, services);
};

/** Deploys the sample as it lies in the extension, with every answer given: somebody wants to see a picture answered. */
export async function deploySample(services: CommandServices): Promise<DeploymentRef> {
  requireTrust();
  const workspace = await services.source.emulatorWorkspace(AbortSignal.timeout(60_000));
  return carryOut(
    {
      source: { kind: 'repository', path: vscode.Uri.joinPath(services.sample, 'models').fsPath },
      workspace,
      modelName: sampleModelName,
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
      return { workspace: workspaceTarget({ place: target.place, ref: target.workspace }) };
    case 'endpoint': {
      const { place, endpoint } = target;
      return {
        workspace: workspaceTarget({ place, ref: endpoint }),
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
  const answers = complete(await runWizard(title, deploySteps({ ...services, preferredInstanceType }, start), start));
  const ref = await carryOut(answers, services);
  announce({ place: answers.workspace.place, ref }, services);
}

async function carryOut(answers: CompleteDeployAnswers, services: CommandServices): Promise<DeploymentRef> {
  const plan = toPlan(answers);
  const deployment = await onWorkspace(l10n.t('Deploying {0}', plan.deployment), answers.workspace, services, (ports, signal) =>
    deployRepository(plan, ports, signal),
  );
  const { source, workspace } = answers;
  const { ref } = deployment;
  await services.deployedFolders.made({ place: workspace.place, ref }, source.kind === 'repository' ? source.path : undefined);
  return ref;
}

/** The end of the journey is an answer: the message leads there. */
export function announce(deployment: Placed<DeploymentRef>, services: CommandServices): void {
  // Not awaited: the command has ended, the message may stay for hours.
  announcement(deployment, services).catch((error: unknown) => {
    services.log.error(`telling of deployment ${deployment.ref.deployment} failed`, error);
  });
}

async function announcement({ place, ref }: Placed<DeploymentRef>, services: CommandServices): Promise<void> {
  const { traffic } = await services.open(place).endpoints.get(ref, AbortSignal.timeout(60_000));
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
  const setTraffic = l10n.t('Set Traffic…');
  const chosen = await vscode.window.showInformationMessage(text, invoke, ...(percent > 0 ? [] : [setTraffic]));
  if (chosen === invoke) {
    const pinned = percent > 0 ? {} : { deployment: ref.deployment };
    await services.invoke({ endpoint: ref, ...pinned }, undefined);
  } else if (chosen === setTraffic) {
    await runCommand('tritonAml.endpoint.setTraffic', services, () =>
      setTrafficCommand({ kind: 'endpoint', place, endpoint: ref }, services, undefined),
    );
  }
}
