import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { allPages } from '../../azure/page';
import { UserError } from '../../base/errors';
import { createEndpoint } from '../../operations/createEndpoint';
import { setTraffic } from '../../operations/setTraffic';
import { requireTrust } from '../shell/requireTrust';
import { endpointNames, newEndpointQuestion } from '../wizard/deploySteps';
import { back } from '../wizard/runWizard';
import { formatTraffic, parseTraffic } from '../wizard/trafficText';
import type { Command } from './command';
import { onWorkspace } from './onWorkspace';
import { endpointOf, workspaceOf } from './pickTarget';

export const newEndpoint: Command = async (target, services) => {
  requireTrust();
  const title = l10n.t('New Endpoint');
  const workspace = await workspaceOf(target, services, title);
  const name = await services.prompts.text({ title, step: 1, totalSteps: 1, canGoBack: false }, async (signal) =>
    newEndpointQuestion('', await endpointNames(services.open, workspace, signal)),
  );
  if (name === back) {
    return;
  }
  await onWorkspace(l10n.t('Creating endpoint {0}', name), workspace, services, (ports, signal) =>
    createEndpoint(workspace.ref, { name, authMode: 'key' }, ports, signal),
  );
};

export const setTrafficCommand: Command = async (target, services) => {
  const title = l10n.t('Set Traffic');
  const { place, ref } = await endpointOf(target, services, title);
  const azure = services.open(place);
  const text = await services.prompts.text(
    { title: l10n.t('Traffic of endpoint {0}', ref.endpoint), step: 1, totalSteps: 1, canGoBack: false },
    async (signal) => {
      const [{ traffic }, page] = await Promise.all([azure.endpoints.get(ref, signal), azure.deployments.list(ref, signal)]);
      const names = (await allPages(page, signal)).map((it) => it.ref.deployment);
      if (names.length === 0) {
        throw new UserError(
          l10n.t('Endpoint {0} has no deployment to send traffic to. Deploy a model to it first.', ref.endpoint),
          'no-deployment',
        );
      }
      return {
        prompt: l10n.t('Percent for each deployment, together 100, or all 0 for no traffic.'),
        value: formatTraffic(new Map(names.map((name) => [name, traffic.get(name) ?? 0]))),
        validate: (typed) => {
          const parsed = parseTraffic(typed, names);
          return 'problem' in parsed ? parsed.problem : undefined;
        },
      };
    },
  );
  const parsed = text === back ? undefined : parseTraffic(text, undefined);
  if (!parsed || 'problem' in parsed) {
    return;
  }
  await onWorkspace(l10n.t('Setting the traffic of endpoint {0}', ref.endpoint), { place, ref }, services, (ports, signal) =>
    setTraffic(ref, parsed.traffic, ports, signal),
  );
};

export const copyScoringUri: Command = async (target, services) => {
  const { place, ref } = await endpointOf(target, services, l10n.t('Copy Scoring URI'));
  const { scoringUri, state } = await services.open(place).endpoints.get(ref, AbortSignal.timeout(60_000));
  if (scoringUri === undefined) {
    throw new UserError(
      l10n.t('Endpoint {0} has no address yet; its state is {1}. Wait until it is ready.', ref.endpoint, state),
      'no-scoring-uri',
    );
  }
  await vscode.env.clipboard.writeText(scoringUri);
  vscode.window.setStatusBarMessage(l10n.t('Scoring URI of endpoint {0} copied', ref.endpoint), 5000);
};

/** The key goes from the service to the clipboard and is shown nowhere. */
export const copyKey: Command = async (target, services) => {
  const { place, ref } = await endpointOf(target, services, l10n.t('Copy Key'));
  const { endpoints } = services.open(place);
  const signal = AbortSignal.timeout(60_000);
  await vscode.env.clipboard.writeText(await endpoints.scoringSecret(await endpoints.get(ref, signal), signal));
  vscode.window.setStatusBarMessage(l10n.t('Key of endpoint {0} copied', ref.endpoint), 5000);
};
