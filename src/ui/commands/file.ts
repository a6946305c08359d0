import * as l10n from '@vscode/l10n';
import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { endpointId } from '../../azure/resourceRefs';
import { UserError } from '../../base/errors';
import type { AzureMlFile } from '../../documents/azureml/azureMlFile';
import { readAzureMlFile } from '../../documents/azureml/readAzureMlFile';
import type { Target } from '../../explorer/explorerNode';
import { createDeployment } from '../../operations/createDeployment';
import { createEndpoint } from '../../operations/createEndpoint';
import { isCloudAddress, registerModel } from '../../operations/registerModel';
import { FileProblem } from '../shell/fileProblem';
import { requireTrust } from '../shell/requireTrust';
import type { Command } from './command';
import { announce } from './deploy';
import { onWorkspace } from './onWorkspace';
import { workspaceOf } from './pickTarget';
import { announceVersion } from './registerModel';

type Kind = Exclude<AzureMlFile['kind'], 'unusable'>;
type FileOf<K extends Kind> = Extract<AzureMlFile, { kind: K }>;

export const createEndpointFromFile: Command = async (target, services) => {
  const { path, file } = await readFileOf('endpoint', target);
  const { spec } = file;
  const workspace = await workspaceOf(undefined, services, l10n.t('Create endpoint {0} from {1}', spec.name, basename(path)));
  await onWorkspace(l10n.t('Creating endpoint {0}', spec.name), workspace, services, (ports, signal) =>
    createEndpoint(workspace.ref, spec, ports, signal),
  );
  void vscode.window.showInformationMessage(l10n.t('Endpoint {0} is ready. It answers once it has a deployment.', spec.name));
};

export const deployFromFile: Command = async (target, services) => {
  const { path, file } = await readFileOf('deployment', target);
  const { spec } = file;
  const workspace = await workspaceOf(undefined, services, l10n.t('Deploy {0} from {1}', spec.name, basename(path)));
  const { ref } = await onWorkspace(l10n.t('Deploying {0}', spec.name), workspace, services, (ports, signal) =>
    createDeployment(workspace.ref, spec, dirname(path), ports, signal),
  );
  if (typeof spec.model !== 'string' && !isCloudAddress(spec.model.path)) {
    await services.deployedFrom(endpointId(ref), resolve(dirname(path), spec.model.path));
  }
  announce({ place: workspace.place, ref }, services);
};

export const registerFromFile: Command = async (target, services) => {
  const { path, file } = await readFileOf('model', target);
  const { spec } = file;
  const name = spec.name ?? basename(path);
  const workspace = await workspaceOf(undefined, services, l10n.t('Register {0} from {1}', name, basename(path)));
  const place = isCloudAddress(spec.path) ? spec.path : resolve(dirname(path), spec.path);
  const version = await onWorkspace(l10n.t('Registering {0}', name), workspace, services, (ports, signal) =>
    registerModel(workspace.ref, { ...spec, path: place }, ports, signal),
  );
  announceVersion(version);
};

async function readFileOf<K extends Kind>(kind: K, target: Target | undefined): Promise<{ path: string; file: FileOf<K> }> {
  requireTrust();
  const path = target?.kind === 'file' ? target.path : vscode.window.activeTextEditor?.document.uri.fsPath;
  if (path === undefined) {
    throw new UserError(l10n.t('Open the YAML file, or right-click it in the Explorer, and run the command again.'), 'no-file');
  }
  // An open editor's text counts even when it is not saved: it is what the user sees.
  const document = await vscode.workspace.openTextDocument(path);
  const file = readAzureMlFile(document.getText());
  if (isKind(file, kind)) {
    return { path, file };
  }
  throw file.kind === 'unusable' ? unusable(path, file.problems) : wrongKind(path, file.kind);
}

function isKind<K extends Kind>(file: AzureMlFile, kind: K): file is FileOf<K> {
  return file.kind === kind;
}

function unusable(path: string, problems: readonly { message: string; range: { start: number; end: number } }[]): FileProblem {
  const [first = { message: '', range: { start: 0, end: 0 } }, ...others] = problems;
  const more = l10n.t(
    '{0} cannot be used as it stands. {1} There are {2} problems in all.',
    basename(path),
    first.message,
    problems.length,
  );
  const message = others.length === 0 ? l10n.t('{0} cannot be used as it stands. {1}', basename(path), first.message) : more;
  return new FileProblem(message, 'unusable-file', path, first.range);
}

function wrongKind(path: string, kind: Kind): UserError {
  const name = basename(path);
  switch (kind) {
    case 'model':
      return new UserError(l10n.t('{0} describes a model. Use Register Model.', name), 'wrong-file-kind');
    case 'endpoint':
      return new UserError(l10n.t('{0} describes an endpoint. Use Create Endpoint.', name), 'wrong-file-kind');
    case 'deployment':
      return new UserError(l10n.t('{0} describes a deployment. Use Deploy.', name), 'wrong-file-kind');
  }
}
