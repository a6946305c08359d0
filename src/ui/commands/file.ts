import * as l10n from '@vscode/l10n';
import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { pathKind } from '../../base/pathKind';
import type { AzureMlFile, DeploymentSpec } from '../../documents/azureml/azureMlFile';
import { readAzureMlFile } from '../../documents/azureml/readAzureMlFile';
import { oneDocument } from '../../documents/yaml/oneDocument';
import type { Target } from '../../explorer/explorerNode';
import { createDeployment } from '../../operations/createDeployment';
import { createEndpoint } from '../../operations/createEndpoint';
import { isCloudAddress, registerModel } from '../../operations/registerModel';
import type { CommandId } from '../../manifest/commands';
import { FailureWithWay } from '../shell/failureWithWay';
import { FileProblem } from '../shell/fileProblem';
import { requireTrust } from '../shell/requireTrust';
import { runCommand } from '../shell/runCommand';
import { checkBeforeDeploy } from './checkBeforeDeploy';
import type { Command, CommandServices } from './command';
import { announce, deploy } from './deploy';
import { endpointFileIn } from './endpointFile';
import { onWorkspace } from './onWorkspace';
import { workspaceOf } from './pickTarget';
import { announceVersion } from './registerModel';

type Kind = Exclude<AzureMlFile['kind'], 'unusable'>;
type FileOf<K extends Kind> = Extract<AzureMlFile, { kind: K }>;

export const createEndpointFromFile: Command = async (target, services) => {
  const { path, file } = await readFileOf('endpoint', target, services);
  const { spec } = file;
  const workspace = await workspaceOf(undefined, services, l10n.t('Create endpoint {0} from {1}', spec.name, basename(path)));
  await onWorkspace(l10n.t('Creating endpoint {0}', spec.name), workspace, services, (ports, signal) =>
    createEndpoint(workspace.ref, spec, ports, signal),
  );
  void vscode.window.showInformationMessage(l10n.t('Endpoint {0} is ready. It answers once it has a deployment.', spec.name));
};

export const deployFromFile: Command = async (target, services) => {
  const { path, file } = await readFileOf('deployment', target, services);
  const { spec } = file;
  const folder = localModelOf(spec, dirname(path));
  const isTriton = typeof spec.model !== 'string' && spec.model.type === 'triton_model';
  // Where there is none, the deployment says so.
  if (folder !== undefined && isTriton && (await pathKind(folder)) === 'folder') {
    await checkBeforeDeploy(folder, services);
  }
  const workspace = await workspaceOf(undefined, services, l10n.t('Deploy {0} from {1}', spec.name, basename(path)));
  const job = onWorkspace(l10n.t('Deploying {0}', spec.name), workspace, services, (ports, signal) =>
    createDeployment(workspace.ref, spec, dirname(path), ports, signal),
  );
  const { ref } = await job.catch(async (error: unknown) => {
    throw error instanceof UserError && error.code === 'no-endpoint' ? await withEndpoint(error, path, spec, services) : error;
  });
  const deployed = { place: workspace.place, ref };
  await services.deployedFolders.made(deployed, folder);
  announce(deployed, services);
};

export const registerFromFile: Command = async (target, services) => {
  const { path, file } = await readFileOf('model', target, services);
  const { spec } = file;
  const name = spec.name ?? basename(path);
  const workspace = await workspaceOf(undefined, services, l10n.t('Register {0} from {1}', name, basename(path)));
  const place = isCloudAddress(spec.path) ? spec.path : resolve(dirname(path), spec.path);
  const version = await onWorkspace(l10n.t('Registering {0}', name), workspace, services, (ports, signal) =>
    registerModel(workspace.ref, { ...spec, path: place }, ports, signal),
  );
  announceVersion(version);
};

/** Of an inline model that lies on this machine. */
function localModelOf({ model }: DeploymentSpec, base: string): string | undefined {
  return typeof model === 'string' || isCloudAddress(model.path) ? undefined : resolve(base, model.path);
}

/** The way to the endpoint that is missing: its file beside this one, or the wizard, which makes one. */
async function withEndpoint(error: UserError, path: string, spec: DeploymentSpec, services: CommandServices): Promise<FailureWithWay> {
  const file = await endpointFileIn(dirname(path), spec.endpointName);
  const way =
    file === undefined
      ? wayTo('tritonAml.repository.deploy', l10n.t('Deploy to Endpoint…'), () => deploy(undefined, services, undefined), services)
      : wayToFile('endpoint', file, services);
  return new FailureWithWay(error.message, error.code, way, { cause: error });
}

/** The command that a file of that kind is for. */
function wayToFile(kind: Kind, path: string, services: CommandServices): FailureWithWay['way'] {
  const target: Target = { kind: 'file', path };
  switch (kind) {
    case 'model':
      return wayTo('tritonAml.file.register', l10n.t('Register Model'), () => registerFromFile(target, services, undefined), services);
    case 'endpoint':
      return wayTo(
        'tritonAml.file.createEndpoint',
        l10n.t('Create Endpoint'),
        () => createEndpointFromFile(target, services, undefined),
        services,
      );
    case 'deployment':
      return wayTo('tritonAml.file.deploy', l10n.t('Deploy'), () => deployFromFile(target, services, undefined), services);
  }
}

function wayTo(id: CommandId, label: string, body: () => Promise<void>, services: CommandServices): FailureWithWay['way'] {
  return { label, run: () => runCommand(id, services, body) };
}

async function readFileOf<K extends Kind>(
  kind: K,
  target: Target | undefined,
  services: CommandServices,
): Promise<{ path: string; file: FileOf<K> }> {
  requireTrust();
  const path = target?.kind === 'file' ? target.path : vscode.window.activeTextEditor?.document.uri.fsPath;
  if (path === undefined) {
    throw new UserError(l10n.t('Open the YAML file, or right-click it in the Explorer, and run the command again.'), 'no-file');
  }
  // An open editor's text counts even when it is not saved: it is what the user sees.
  const document = await vscode.workspace.openTextDocument(path);
  const text = document.getText();
  const file = readAzureMlFile(target?.kind === 'file' && target.document !== undefined ? oneDocument(text, target.document) : text);
  if (isKind(file, kind)) {
    return { path, file };
  }
  throw file.kind === 'unusable' ? unusable(path, file.problems) : wrongKind(path, file.kind, services);
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

function wrongKind(path: string, kind: Kind, services: CommandServices): FailureWithWay {
  return new FailureWithWay(wrongKindText(basename(path), kind), 'wrong-file-kind', wayToFile(kind, path, services));
}

function wrongKindText(name: string, kind: Kind): string {
  switch (kind) {
    case 'model':
      return l10n.t('{0} describes a model. Use Register Model.', name);
    case 'endpoint':
      return l10n.t('{0} describes an endpoint. Use Create Endpoint.', name);
    case 'deployment':
      return l10n.t('{0} describes a deployment. Use Deploy.', name);
  }
}
