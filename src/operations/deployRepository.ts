import * as l10n from '@vscode/l10n';
import { AzureError } from '../azure/azureError';
import { modelVersionId, type ModelVersionRef, type WorkspaceRef } from '../azure/resourceRefs';
import type { OnlineDeployment } from '../azure/onlineDeployments';
import { isCancelled, UserError } from '../base/errors';
import type { DeploymentSpec, EndpointSpec } from '../documents/azureml/azureMlFile';
import { validateDeploymentName, validateEndpointName } from '../documents/azureml/names';
import { createDeployment, type CreateDeploymentPorts } from './createDeployment';
import { createEndpoint, type CreateEndpointPorts } from './createEndpoint';
import { workspaceInWords } from './workspaceInWords';
import { registerModel, type ModelToRegister } from './registerModel';

/** Whoever cancels does not want to wait. */
const patienceMilliseconds = 10_000;

/** What the wizard asked for. */
export interface DeploymentPlan {
  readonly workspace: WorkspaceRef;
  /** A folder to register first, or a version that is there. */
  readonly model:
    { readonly kind: 'register'; readonly model: ModelToRegister } | { readonly kind: 'existing'; readonly ref: ModelVersionRef };
  /** A new endpoint to create first, or the name of one that is there. */
  readonly endpoint: { readonly kind: 'create'; readonly spec: EndpointSpec } | { readonly kind: 'existing'; readonly name: string };
  readonly deployment: string;
  readonly instanceType: string;
  readonly instanceCount: number;
}

/**
 * Folder to served model in one go: register, endpoint, deployment, traffic. The REST reference has no verb that calls
 * back what has begun, and what was made may be wanted: so when the job is cancelled half-way, a UserError with the code
 * `cancelled-half-way` says what stays; before anything was made it ends like a job that never began.
 */
export async function deployRepository(
  plan: DeploymentPlan,
  ports: CreateDeploymentPorts & CreateEndpointPorts,
  signal: AbortSignal,
): Promise<OnlineDeployment> {
  refuseBadNames(plan);
  const made: string[] = [];
  let isAskedFor = false;
  try {
    const model = await modelOf(plan, ports, signal, made);
    const endpointName = await endpointOf(plan, ports, signal, made);
    isAskedFor = true;
    const spec: DeploymentSpec = {
      name: plan.deployment,
      endpointName,
      model: modelVersionId(model),
      instanceType: plan.instanceType,
      instanceCount: plan.instanceCount,
    };
    return await createDeployment(plan.workspace, spec, '', ports, signal);
  } catch (error) {
    if (isCancelled(error) && made.length > 0) {
      const stays = [...made, ...(isAskedFor ? await deploymentNow(plan, ports) : [])];
      throw new UserError(
        l10n.t(
          'Cancelled. These stay in {0} until you delete them: {1}.',
          workspaceInWords(plan.workspace, ports),
          new Intl.ListFormat().format(stays),
        ),
        'cancelled-half-way',
        { cause: error },
      );
    }
    throw error;
  }
}

/** From the moment it is asked for, the service goes on with it: how far it is by now, asked once. Nothing when it was never begun. */
async function deploymentNow(plan: DeploymentPlan, { endpoints, deployments }: CreateDeploymentPorts): Promise<string[]> {
  const endpoint = plan.endpoint.kind === 'create' ? plan.endpoint.spec.name : plan.endpoint.name;
  const ref = { ...plan.workspace, endpoint: endpoint.toLowerCase(), deployment: plan.deployment };
  const signal = AbortSignal.timeout(patienceMilliseconds);
  try {
    const [{ state }, { traffic }] = await Promise.all([deployments.get(ref, signal), endpoints.get(ref, signal)]);
    return state === 'Succeeded'
      ? [l10n.t('deployment {0}, which is ready and gets {1} % of the traffic', ref.deployment, traffic.get(ref.deployment) ?? 0)]
      : [l10n.t('deployment {0}, whose state is {1}', ref.deployment, state)];
  } catch (error) {
    return error instanceof AzureError && error.kind === 'notFound'
      ? []
      : [l10n.t('deployment {0}, which may still be in the making', ref.deployment)];
  }
}

/** Before the upload, which may take long. */
function refuseBadNames({ endpoint, deployment }: DeploymentPlan): void {
  const problem = endpoint.kind === 'create' ? validateEndpointName(endpoint.spec.name) : undefined;
  if (problem !== undefined && endpoint.kind === 'create') {
    throw new UserError(l10n.t('Could not create endpoint {0}. {1}', endpoint.spec.name, problem), 'bad-endpoint-name');
  }
  const badDeployment = validateDeploymentName(deployment);
  if (badDeployment !== undefined) {
    throw new UserError(l10n.t('Could not create deployment {0}. {1}', deployment, badDeployment), 'bad-deployment');
  }
}

async function modelOf(
  { workspace, model }: DeploymentPlan,
  ports: CreateDeploymentPorts,
  signal: AbortSignal,
  made: string[],
): Promise<ModelVersionRef> {
  if (model.kind === 'existing') {
    return model.ref;
  }
  const { ref } = await registerModel(workspace, model.model, ports, signal);
  made.push(l10n.t('version {0} of model {1}', ref.version, ref.model));
  return ref;
}

async function endpointOf(
  { workspace, endpoint }: DeploymentPlan,
  ports: CreateEndpointPorts,
  signal: AbortSignal,
  made: string[],
): Promise<string> {
  if (endpoint.kind === 'existing') {
    return endpoint.name;
  }
  made.push(l10n.t('endpoint {0}, which may still be in the making', endpoint.spec.name));
  const { ref } = await createEndpoint(workspace, endpoint.spec, ports, signal);
  made[made.length - 1] = l10n.t('endpoint {0}', ref.endpoint);
  return ref.endpoint;
}
