import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { readAzureMlFile } from '../../documents/azureml/readAzureMlFile';
import { oneDocument } from '../../documents/yaml/oneDocument';
import type { Target } from '../../explorer/explorerNode';
import { back } from '../wizard/runWizard';
import type { CommandServices, InvokeChoice } from './command';
import { findEndpoints } from './endpointSearch';

type FileTarget = Extract<Target, { kind: 'file' }>;

/** Opens the panel on the endpoint that a file names, in whichever workspace has it; a deployment's file pins its deployment. */
export async function invokeFromFile({ path, document = 0 }: FileTarget, services: CommandServices): Promise<void> {
  const text = (await vscode.workspace.openTextDocument(path)).getText();
  const file = readAzureMlFile(oneDocument(text, document));
  const name = file.kind === 'endpoint' ? file.spec.name : file.kind === 'deployment' ? file.spec.endpointName : undefined;
  if (name === undefined) {
    throw new UserError(l10n.t('{0} names no endpoint that could be invoked.', basename(path)), 'no-endpoint');
  }
  const endpoint = await endpointNamed(name, services);
  if (endpoint) {
    const deployment = file.kind === 'deployment' ? { deployment: file.spec.name } : {};
    await services.invoke({ ...endpoint, ...deployment }, undefined);
  }
}

/** Undefined when somebody backs out of choosing between workspaces. */
async function endpointNamed(name: string, services: CommandServices): Promise<InvokeChoice | undefined> {
  const { choices, failures } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Looking for endpoints') },
    () => findEndpoints(services, AbortSignal.timeout(60_000)),
  );
  const named = choices.filter(({ value }) => value.endpoint.endpoint.toLowerCase() === name.toLowerCase());
  const [only, ...others] = named;
  if (!only) {
    const stopped = services.emulator.isStopped() ? l10n.t('The local emulator is stopped; start it if the endpoint is there.') : '';
    const missing = l10n.t('No workspace that can be reached has an endpoint {0}. Create it first, and deploy to it.', name);
    throw new UserError([missing, stopped, ...failures].filter((sentence) => sentence !== '').join(' '), 'no-endpoint');
  }
  if (others.length === 0) {
    return only.value;
  }
  const chosen = await services.prompts.pick<InvokeChoice>(
    { title: l10n.t('Invoke Endpoint'), step: 1, totalSteps: 1, canGoBack: false },
    { placeholder: l10n.t('Select an endpoint'), choices: () => Promise.resolve(named) },
  );
  return chosen === back ? undefined : chosen;
}
