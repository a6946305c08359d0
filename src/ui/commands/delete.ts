import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { allPages } from '../../azure/page';
import { Cancelled } from '../../base/errors';
import type { Place } from '../../explorer/explorerNode';
import { deleteDeployment } from '../../operations/deleteDeployment';
import { deleteEndpoint } from '../../operations/deleteEndpoint';
import { deleteModel } from '../../operations/deleteModel';
import { deleteModelVersion } from '../../operations/deleteModelVersion';
import type { Command } from './command';
import { onWorkspace } from './onWorkspace';
import { deploymentOf, endpointOf, modelOf, modelVersionOf } from './pickTarget';

export const deleteEndpointCommand: Command = async (target, services) => {
  const placed = await endpointOf(target, services, l10n.t('Delete Endpoint'));
  const { place, ref } = placed;
  const signal = AbortSignal.timeout(60_000);
  const names = (await allPages(await services.open(place).deployments.list(ref, signal), signal)).map((it) => it.ref.deployment);
  await confirm(
    endpointQuestion(ref.endpoint, names),
    l10n.t('Its address, keys and traffic settings go. Registered models stay.'),
    costOf(place, names.length > 0),
  );
  await onWorkspace(l10n.t('Deleting endpoint {0}', ref.endpoint), placed, services, (ports, abort) => deleteEndpoint(ref, ports, abort));
  await services.deployedFolders.endpointGone(placed);
};

export const deleteDeploymentCommand: Command = async (target, services) => {
  const placed = await deploymentOf(target, services, l10n.t('Delete Deployment'));
  const { place, ref } = placed;
  const { traffic } = await services.open(place).endpoints.get(ref, AbortSignal.timeout(60_000));
  const percent = traffic.get(ref.deployment) ?? 0;
  await confirm(
    l10n.t('Delete deployment {0} of endpoint {1}?', ref.deployment, ref.endpoint),
    percent > 0
      ? l10n.t(
          'Its instances go, and with them {0} % of the traffic of the endpoint. The endpoint, its other deployments and the model stay.',
          percent,
        )
      : l10n.t('Its instances go; it gets no traffic. The endpoint, its other deployments and the model stay.'),
    costOf(place, true),
  );
  await onWorkspace(l10n.t('Deleting deployment {0}', ref.deployment), placed, services, (ports, abort) =>
    deleteDeployment(ref, ports, abort),
  );
  await services.deployedFolders.deploymentGone(placed);
};

export const deleteModelVersionCommand: Command = async (target, services) => {
  const placed = await modelVersionOf(target, services, l10n.t('Delete Model Version'));
  const { ref } = placed;
  await confirm(
    l10n.t('Delete version {0} of model {1}?', ref.version, ref.model),
    l10n.t('The registration goes. The other versions, the uploaded files and deployments that run this version stay.'),
    undefined,
  );
  await onWorkspace(l10n.t('Deleting version {0} of model {1}', ref.version, ref.model), placed, services, (ports, abort) =>
    deleteModelVersion(ref, ports, abort),
  );
};

export const deleteModelCommand: Command = async (target, services) => {
  const placed = await modelOf(target, services, l10n.t('Delete Model'));
  const { ref } = placed;
  await confirm(
    l10n.t('Delete model {0} and all of its versions?', ref.model),
    l10n.t('The registrations go. The uploaded files and deployments that run one of the versions stay.'),
    undefined,
  );
  await onWorkspace(l10n.t('Deleting model {0}', ref.model), placed, services, (ports, abort) => deleteModel(ref, ports, abort));
};

function endpointQuestion(endpoint: string, deployments: readonly string[]): string {
  const [only, ...others] = deployments;
  if (only === undefined) {
    return l10n.t('Delete endpoint {0}?', endpoint);
  }
  return others.length === 0
    ? l10n.t('Delete endpoint {0} and its deployment {1}?', endpoint, only)
    : l10n.t('Delete endpoint {0} and its deployments {1}?', endpoint, new Intl.ListFormat().format(deployments));
}

function costOf(place: Place, hasInstances: boolean): string | undefined {
  if (!hasInstances) {
    return undefined;
  }
  return place.kind === 'emulator'
    ? l10n.t('It runs on this computer: nothing is or was billed.')
    : l10n.t('Azure stops billing its instances once they are deleted.');
}

/** Rejects with Cancelled unless the user agrees. */
async function confirm(question: string, whatGoes: string, cost: string | undefined): Promise<void> {
  const yes = l10n.t('Delete');
  const detail = cost === undefined ? whatGoes : `${whatGoes}\n\n${cost}`;
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) {
    throw new Cancelled();
  }
}
