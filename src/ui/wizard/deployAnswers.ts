import type { ModelVersionRef } from '../../azure/resourceRefs';
import type { DeploymentPlan } from '../../operations/deployRepository';
import type { WorkspaceTarget } from './workspaceChoice';

/** What the deploy wizard knows so far. */
export interface DeployAnswers {
  readonly source:
    | {
        readonly kind: 'repository';
        /** Absolute path of the model repository. */
        readonly path: string;
      }
    | { readonly kind: 'version'; readonly ref: ModelVersionRef };
  readonly workspace?: WorkspaceTarget;
  /** Name under which a repository is registered. */
  readonly modelName?: string;
  readonly endpoint?: EndpointAnswer;
  readonly deployment?: string;
  readonly instanceType?: string;
  readonly instanceCount?: number;
}

/** What it knows when every step was answered. */
export interface CompleteDeployAnswers extends DeployAnswers {
  readonly workspace: WorkspaceTarget;
  readonly endpoint: Required<EndpointAnswer>;
  readonly deployment: string;
  readonly instanceType: string;
  readonly instanceCount: number;
}

/** A new endpoint has no name yet when it was only chosen to make one. */
export type EndpointAnswer = { readonly kind: 'create'; readonly name?: string } | { readonly kind: 'existing'; readonly name: string };

/** A name that Azure takes for a model, made from a folder's. */
function modelNameFrom(folder: string): string {
  const name = folder.replace(/[^a-zA-Z0-9_-]+/g, '-').replace(/^[-_]+|-+$/g, '');
  return name === '' ? 'model' : name.slice(0, 255);
}

/** "models" is what everybody calls a repository: then the folder above it says more. */
export function suggestedModelName(repository: string, parent: string): string {
  const saysNothing = /^(triton[-_]?)?(models?|model[-_]repository|repository)$/i.test(repository);
  return modelNameFrom(saysNothing && parent !== '' ? parent : repository);
}

/** `model_1` -> `model-1-endpoint`: letters, digits and hyphens, 3 to 32 of them, a letter first (Azure ML YAML reference, name). */
export function endpointNameFrom(model: string): string {
  const ending = '-endpoint';
  const stem = model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32 - ending.length)
    .replace(/-+$/, '');
  return `${stem === '' ? 'triton' : stem}${ending}`;
}

/** The colours of Azure's own articles on safe rollout, then numbers. */
export function deploymentNameFrom(taken: readonly string[]): string {
  const free = ['blue', 'green'].find((name) => !taken.includes(name));
  if (free !== undefined) {
    return free;
  }
  let number = 3;
  while (taken.includes(`deployment-${number}`)) {
    number += 1;
  }
  return `deployment-${number}`;
}

/** Throws where a step is missing: the wizard is wrong then, not the user. */
export function complete(answers: DeployAnswers): CompleteDeployAnswers {
  const { workspace, endpoint, deployment, instanceType, instanceCount } = answers;
  if (!workspace || endpoint?.name === undefined || deployment === undefined || instanceType === undefined || instanceCount === undefined) {
    throw new Error('the deploy wizard ended before every step was answered');
  }
  return { ...answers, workspace, endpoint: { kind: endpoint.kind, name: endpoint.name }, deployment, instanceType, instanceCount };
}

export function toPlan(answers: CompleteDeployAnswers): DeploymentPlan {
  const { source, workspace, modelName, endpoint, deployment, instanceType, instanceCount } = answers;
  return {
    workspace: workspace.ref,
    model:
      source.kind === 'version'
        ? { kind: 'existing', ref: source.ref }
        : {
            kind: 'register',
            model: { type: 'triton_model', path: source.path, ...(modelName === undefined ? {} : { name: modelName }) },
          },
    endpoint:
      endpoint.kind === 'existing'
        ? { kind: 'existing', name: endpoint.name }
        : { kind: 'create', spec: { name: endpoint.name, authMode: 'key' } },
    deployment,
    instanceType,
    instanceCount,
  };
}
