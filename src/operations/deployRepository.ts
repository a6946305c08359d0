import * as l10n from '@vscode/l10n';
import { modelVersionId, type ModelVersionRef, type WorkspaceRef } from '../azure/resourceRefs';
import type { OnlineDeployment } from '../azure/onlineDeployments';
import { UserError } from '../base/errors';
import type { DeploymentSpec, EndpointSpec } from '../documents/azureml/azureMlFile';
import { validateDeploymentName, validateEndpointName } from '../documents/azureml/names';
import { makeDeployment, type CreateDeploymentPorts } from './createDeployment';
import { createEndpoint, type CreateEndpointPorts } from './createEndpoint';
import { registerModel, type ModelToRegister } from './registerModel';
import { sayingWhatStays } from './sayingWhatStays';

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

/** Folder to served model in one go: register, endpoint, deployment, traffic. Cancelled half-way, it says what stays. */
export async function deployRepository(
  plan: DeploymentPlan,
  ports: CreateDeploymentPorts & CreateEndpointPorts,
  signal: AbortSignal,
): Promise<OnlineDeployment> {
  refuseBadNames(plan);
  return sayingWhatStays(plan.workspace, ports, async (made) => {
    const model = await modelOf(plan, ports, signal, made.things);
    const endpointName = await endpointOf(plan, ports, signal, made.things);
    const spec: DeploymentSpec = {
      name: plan.deployment,
      endpointName,
      model: modelVersionId(model),
      instanceType: plan.instanceType,
      instanceCount: plan.instanceCount,
    };
    return makeDeployment(plan.workspace, spec, '', { ...ports, made }, signal);
  });
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
