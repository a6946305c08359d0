import * as l10n from '@vscode/l10n';
import { allPages } from '../../azure/page';
import type { DeploymentRef, EndpointRef, ModelRef, ModelVersionRef, WorkspaceRef } from '../../azure/resourceRefs';
import type { Placed, Target } from '../../explorer/explorerNode';
import type { Choice } from '../wizard/prompts';
import { back, runWizard, type Back, type Position, type WizardStep } from '../wizard/runWizard';
import { chooseWorkspace, type WorkspaceTarget } from '../wizard/workspaceChoice';
import type { CommandServices } from './command';

interface Answers {
  readonly workspace?: WorkspaceTarget;
  readonly endpoint?: EndpointRef;
  readonly deployment?: DeploymentRef;
  readonly model?: ModelRef;
  readonly version?: ModelVersionRef;
}

type Step = WizardStep<Answers>;

/** The row that was clicked, or a workspace that is asked for. */
export async function workspaceOf(target: Target | undefined, services: CommandServices, title: string): Promise<WorkspaceTarget> {
  if (target?.kind === 'workspace') {
    return workspaceTarget({ place: target.place, ref: target.workspace });
  }
  const { workspace } = await runWizard<Answers>(title, [workspaceStep(services)], {});
  return answered(workspace);
}

/** A workspace that is known already, with what questions call it. */
export function workspaceTarget({ place, ref }: Placed<WorkspaceRef>): WorkspaceTarget {
  return { place, ref, label: place.kind === 'emulator' ? l10n.t('Local emulator') : ref.workspace };
}

export async function endpointOf(target: Target | undefined, services: CommandServices, title: string): Promise<Placed<EndpointRef>> {
  if (target?.kind === 'endpoint') {
    return { place: target.place, ref: target.endpoint };
  }
  if (target?.kind === 'deployment') {
    return { place: target.place, ref: target.deployment };
  }
  const { workspace, endpoint } = await runWizard<Answers>(title, [workspaceStep(services), endpointStep(services)], {});
  return { place: answered(workspace).place, ref: answered(endpoint) };
}

export async function deploymentOf(target: Target | undefined, services: CommandServices, title: string): Promise<Placed<DeploymentRef>> {
  if (target?.kind === 'deployment') {
    return { place: target.place, ref: target.deployment };
  }
  const steps = [workspaceStep(services), endpointStep(services), deploymentStep(services)];
  const { workspace, deployment } = await runWizard<Answers>(title, steps, {});
  return { place: answered(workspace).place, ref: answered(deployment) };
}

export async function modelOf(target: Target | undefined, services: CommandServices, title: string): Promise<Placed<ModelRef>> {
  if (target?.kind === 'model') {
    return { place: target.place, ref: target.model };
  }
  const { workspace, model } = await runWizard<Answers>(title, [workspaceStep(services), modelStep(services)], {});
  return { place: answered(workspace).place, ref: answered(model) };
}

/** A version: the one that was clicked, or one of the clicked model's. */
export async function modelVersionOf(
  target: Target | undefined,
  services: CommandServices,
  title: string,
): Promise<Placed<ModelVersionRef>> {
  if (target?.kind === 'modelVersion') {
    return { place: target.place, ref: target.version };
  }
  if (target?.kind === 'model') {
    const workspace = workspaceTarget({ place: target.place, ref: target.model });
    const { version } = await runWizard<Answers>(title, [versionStep(services)], { workspace, model: target.model });
    return { place: target.place, ref: answered(version) };
  }
  const steps = [workspaceStep(services), modelStep(services), versionStep(services)];
  const { workspace, version } = await runWizard<Answers>(title, steps, {});
  return { place: answered(workspace).place, ref: answered(version) };
}

function workspaceStep({ prompts, source }: CommandServices): Step {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const workspace = await chooseWorkspace(prompts, source, position, answers.workspace);
      return workspace === back ? back : { workspace };
    },
  };
}

function endpointStep(services: CommandServices): Step {
  return listStep(services, l10n.t('Select an endpoint'), async ({ workspace }, signal) => {
    const { place, ref } = answered(workspace);
    const endpoints = await allPages(await services.open(place).endpoints.list(ref, signal), signal);
    return endpoints.map((it) => ({ label: it.ref.endpoint, description: it.state, icon: 'radio-tower', value: { endpoint: it.ref } }));
  });
}

function deploymentStep(services: CommandServices): Step {
  return listStep(services, l10n.t('Select a deployment'), async ({ workspace, endpoint }, signal) => {
    const { deployments } = services.open(answered(workspace).place);
    const found = await allPages(await deployments.list(answered(endpoint), signal), signal);
    return found.map((it) => ({
      label: it.ref.deployment,
      description: it.state,
      icon: 'rocket',
      value: { deployment: it.ref },
    }));
  });
}

function modelStep(services: CommandServices): Step {
  return listStep(services, l10n.t('Select a model'), async ({ workspace }, signal) => {
    const { place, ref } = answered(workspace);
    const models = await allPages(await services.open(place).models.list(ref, signal), signal);
    return models.map((it) => ({ label: it.ref.model, icon: 'package', value: { model: it.ref } }));
  });
}

function versionStep(services: CommandServices): Step {
  return listStep(services, l10n.t('Select a version'), async ({ workspace, model }, signal) => {
    const { models } = services.open(answered(workspace).place);
    const versions = await allPages(await models.versions(answered(model), signal), signal);
    return versions.map((it) => ({
      label: it.ref.version,
      description: it.type,
      icon: 'tag',
      value: { version: it.ref },
    }));
  });
}

/** One list to choose from; what is chosen is added to what is known. */
function listStep(
  { prompts }: CommandServices,
  placeholder: string,
  load: (answers: Answers, signal: AbortSignal) => Promise<readonly Choice<Answers>[]>,
): Step {
  return {
    applies: () => true,
    ask: async (answers: Answers, position: Position): Promise<Answers | Back> => {
      const choice = await prompts.pick<Answers | undefined>(position, {
        placeholder,
        choices: async (signal) => {
          const found = await load(answers, signal);
          return found.length > 0 ? found : [{ label: l10n.t('There is none here.'), icon: 'info', value: undefined }];
        },
      });
      // Selecting the row that says that there is none leads back to where another place can be chosen.
      return choice === back || choice === undefined ? back : { ...answers, ...choice };
    },
  };
}

function answered<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('a wizard ended before this was answered');
  }
  return value;
}
