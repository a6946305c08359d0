import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { AzureError } from '../azure/azureError';
import { explainReason } from '../azure/explainFailure';
import type { Models } from '../azure/models';
import type { OnlineDeployment, OnlineDeployments } from '../azure/onlineDeployments';
import type { OnlineEndpoint, OnlineEndpoints } from '../azure/onlineEndpoints';
import { allPages } from '../azure/page';
import { endpointOf, modelVersionId, type DeploymentRef, type WorkspaceRef } from '../azure/resourceRefs';
import type { ModelUploader } from '../azure/upload/uploadModel';
import type { Workspaces } from '../azure/workspaces';
import { UserError } from '../base/errors';
import type { ProgressSink } from '../base/progress';
import type { DeploymentSpec } from '../documents/azureml/azureMlFile';
import { validateDeploymentName } from '../documents/azureml/names';
import { deploymentBody } from './deploymentBody';
import { inWords } from './inWords';
import { resolveModelReference } from './modelReference';
import { isCloudAddress, registerModel } from './registerModel';
import { sayingWhatStays, type Made } from './sayingWhatStays';
import { serverLogError } from './serverLogError';
import { workspaceInWords } from './workspaceInWords';

export interface CreateDeploymentPorts {
  readonly billed: boolean;
  readonly workspaces: Pick<Workspaces, 'get'>;
  readonly models: Pick<Models, 'nextVersion' | 'getVersion' | 'putVersion' | 'latest'>;
  readonly endpoints: Pick<OnlineEndpoints, 'get' | 'setTraffic'>;
  readonly deployments: Pick<OnlineDeployments, 'get' | 'put' | 'list' | 'logs'>;
  readonly uploader: ModelUploader;
  readonly progress: ProgressSink;
}

type MakeDeploymentPorts = CreateDeploymentPorts & { readonly made: Made };

/** The deployment was made and does not work. It stays, and so do its logs. */
export class DeploymentFailed extends UserError {
  override readonly name = 'DeploymentFailed';

  constructor(
    message: string,
    readonly ref: DeploymentRef,
    options?: ErrorOptions,
  ) {
    super(message, 'azure-refused', options);
  }
}

/**
 * Creates (or updates) a deployment: resolves or registers its model, waits for the deployment, and gives it all the
 * traffic when no deployment that works has any. `baseFolder` is what a relative path of an inline model starts from.
 * Cancelled half-way, it says what stays.
 */
export async function createDeployment(
  workspace: WorkspaceRef,
  spec: DeploymentSpec,
  baseFolder: string,
  ports: CreateDeploymentPorts,
  signal: AbortSignal,
): Promise<OnlineDeployment> {
  return sayingWhatStays(workspace, ports, (made) => makeDeployment(workspace, spec, baseFolder, { ...ports, made }, signal));
}

/** The same as a part of a longer job, which says itself what stays. */
export async function makeDeployment(
  workspace: WorkspaceRef,
  spec: DeploymentSpec,
  baseFolder: string,
  ports: MakeDeploymentPorts,
  signal: AbortSignal,
): Promise<OnlineDeployment> {
  const ref = { ...workspace, endpoint: spec.endpointName.toLowerCase(), deployment: spec.name.toLowerCase() };
  refuseBadSpec(ref, spec);
  const endpoint = await requireEndpoint(ref, ports, signal);
  const isNeeded = await needsTraffic(endpoint, ref, ports, signal);
  const model = await modelOf(workspace, spec, baseFolder, ports, signal);
  const deployment = await putDeployment(ref, spec, model, ports, signal);
  if (isNeeded) {
    await routeEverything(ref, ports, signal);
  }
  return deployment;
}

function refuseBadSpec(ref: DeploymentRef, { instanceCount }: DeploymentSpec): void {
  const problem =
    validateDeploymentName(ref.deployment) ??
    (Number.isSafeInteger(instanceCount) && instanceCount > 0 ? undefined : l10n.t('The instance count is a whole number from 1.'));
  if (problem !== undefined) {
    throw new UserError(l10n.t('Could not create deployment {0}. {1}', ref.deployment, problem), 'bad-deployment');
  }
}

async function requireEndpoint(ref: DeploymentRef, ports: CreateDeploymentPorts, signal: AbortSignal): Promise<OnlineEndpoint> {
  try {
    return await ports.endpoints.get(ref, signal);
  } catch (error) {
    if (!(error instanceof AzureError)) {
      throw error;
    }
    if (error.kind === 'notFound') {
      throw new UserError(
        l10n.t(
          'Could not create deployment {0}: there is no endpoint {1} in {2}. Create the endpoint first.',
          ref.deployment,
          ref.endpoint,
          workspaceInWords(ref, ports),
        ),
        'no-endpoint',
        { cause: error },
      );
    }
    throw new UserError(l10n.t('Could not read endpoint {0}. {1}', ref.endpoint, explainReason(error)), `azure-${error.kind}`, {
      cause: error,
    });
  }
}

/** A deployment that failed answers nothing, so traffic that it has, or that it never got, must not keep this one without any. */
async function needsTraffic(
  endpoint: OnlineEndpoint,
  ref: DeploymentRef,
  { deployments }: CreateDeploymentPorts,
  signal: AbortSignal,
): Promise<boolean> {
  const receivers = [...endpoint.traffic].filter(([, percent]) => percent > 0).map(([name]) => name.toLowerCase());
  if (receivers.length === 0) {
    return true;
  }
  const present = await inWords(
    (reason) => l10n.t('Could not list the deployments of endpoint {0}. {1}', ref.endpoint, reason),
    async () => allPages(await deployments.list(endpointOf(ref), signal), signal),
  );
  return !present.some((it) => it.state !== 'Failed' && it.state !== 'Canceled' && receivers.includes(it.ref.deployment.toLowerCase()));
}

async function modelOf(
  workspace: WorkspaceRef,
  { model }: DeploymentSpec,
  baseFolder: string,
  ports: MakeDeploymentPorts,
  signal: AbortSignal,
): Promise<string> {
  if (typeof model === 'string') {
    return resolveModelReference(model, workspace, ports.models, signal);
  }
  const place = isCloudAddress(model.path) ? model.path : path.resolve(baseFolder, model.path);
  const { ref } = await registerModel(workspace, { ...model, path: place }, ports, signal);
  ports.made.things.push(l10n.t('version {0} of model {1}', ref.version, ref.model));
  return modelVersionId(ref);
}

async function putDeployment(
  ref: DeploymentRef,
  spec: DeploymentSpec,
  model: string,
  ports: MakeDeploymentPorts,
  signal: AbortSignal,
): Promise<OnlineDeployment> {
  ports.progress.begin(l10n.t('Creating deployment {0} on {1}', ref.deployment, spec.instanceType));
  const failed = (reason: string): string =>
    l10n.t('Could not create deployment {0} on endpoint {1}. {2}', ref.deployment, ref.endpoint, reason);
  const { location } = await inWords(failed, () => ports.workspaces.get(ref, signal));
  try {
    ports.made.deployment = ref;
    const deployment = await ports.deployments.put(ref, deploymentBody(spec, location, model), {
      signal,
      onState: (state) => {
        ports.progress.update(state);
      },
    });
    ports.progress.end();
    return deployment;
  } catch (error) {
    if (!(error instanceof AzureError)) {
      throw error;
    }
    const reason = explainReason(error);
    const remains = error.kind === 'refused' ? await remainsOf(ref, reason, ports, signal) : [];
    const message = failed([reason, ...remains].join(' '));
    throw remains.length > 0
      ? new DeploymentFailed(message, ref, { cause: error })
      : new UserError(message, `azure-${error.kind}`, { cause: error });
  }
}

/** What a deployment that was made and then failed leaves behind, and its server's last error: the operation's own seldom names the file that is wrong. */
async function remainsOf(
  ref: DeploymentRef,
  reason: string,
  { deployments, billed }: CreateDeploymentPorts,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const logged = serverLogError(await deployments.logs(ref, 'InferenceServer', 200, signal), reason);
    return [
      ...(logged === undefined ? [] : [l10n.t('The inference server logged: "{0}"', logged)]),
      billed
        ? l10n.t('The failed deployment stays, and Azure bills it until you delete it.')
        : l10n.t('The failed deployment stays until you delete it.'),
    ];
  } catch (failure) {
    if (failure instanceof AzureError) {
      // The service refused it at once: there is no deployment to ask, and nothing stays.
      return [];
    }
    throw failure;
  }
}

async function routeEverything(ref: DeploymentRef, { endpoints, progress }: CreateDeploymentPorts, signal: AbortSignal): Promise<void> {
  progress.begin(l10n.t('Routing all traffic to {0}', ref.deployment));
  await inWords(
    (reason) =>
      l10n.t('Deployment {0} is there, but it could not be given the traffic of endpoint {1}. {2}', ref.deployment, ref.endpoint, reason),
    () =>
      endpoints.setTraffic(endpointOf(ref), new Map([[ref.deployment, 100]]), {
        signal,
        onState: (state) => {
          progress.update(state);
        },
      }),
  );
  progress.end(l10n.t('100 %'));
}
