import * as l10n from '@vscode/l10n';
import { basename, dirname } from 'node:path';
import type { OnlineDeployments } from '../../azure/onlineDeployments';
import type { OnlineEndpoints } from '../../azure/onlineEndpoints';
import { allPages } from '../../azure/page';
import { validateDeploymentName, validateEndpointName, validateModelName } from '../../documents/azureml/names';
import type { Place } from '../../explorer/explorerNode';
import { deploymentNameFrom, endpointNameFrom, suggestedModelName, type DeployAnswers, type EndpointAnswer } from './deployAnswers';
import { instanceTypeChoices, isSameSize } from './instanceTypeChoices';
import { asked, type Prompts, type TextQuestion } from './prompts';
import { back, type WizardStep } from './runWizard';
import { chooseWorkspace, isSameWorkspace, type WorkspaceSource, type WorkspaceTarget } from './workspaceChoice';

/** What the wizard looks up; a client of azure/azureMl.ts fits. */
export interface EndpointLister {
  readonly endpoints: Pick<OnlineEndpoints, 'list'>;
  readonly deployments: Pick<OnlineDeployments, 'list'>;
}

export interface DeployWizardPorts {
  readonly prompts: Prompts;
  readonly source: WorkspaceSource;
  readonly open: (place: Place) => EndpointLister;
  /** Instance type that is offered first. */
  readonly preferredInstanceType: string;
}

type Step = WizardStep<DeployAnswers>;

/** Azure ML's limit for one deployment (Azure docs, Manage and increase quotas). */
const mostInstances = 50;

/** The questions between a model and a deployment. What `start` answers already is not asked. */
export function deploySteps(ports: DeployWizardPorts, start: DeployAnswers): readonly Step[] {
  return [
    ...(start.workspace ? [] : [workspaceStep(ports)]),
    ...(start.source.kind === 'version' ? [] : [modelNameStep(ports)]),
    ...(start.endpoint ? [] : [endpointStep(ports), endpointNameStep(ports)]),
    deploymentNameStep(ports),
    instanceTypeStep(ports),
    instanceCountStep(ports),
  ];
}

function workspaceStep({ prompts, source }: DeployWizardPorts): Step {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const workspace = await chooseWorkspace(prompts, source, position, answers.workspace);
      if (workspace === back) {
        return back;
      }
      const moved = !isSameWorkspace(workspace, answers.workspace);
      // Names that were chosen from another workspace mean nothing in this one.
      const { endpoint, deployment, ...kept } = answers;
      return {
        ...kept,
        workspace,
        ...(moved || !endpoint ? {} : { endpoint }),
        ...(moved || deployment === undefined ? {} : { deployment }),
      };
    },
  };
}

function modelNameStep({ prompts }: DeployWizardPorts): Step {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const modelName = await prompts.text(
        position,
        asked({
          prompt: l10n.t('Name of the model in the workspace. Registering it again under the same name makes a new version.'),
          value: modelNameOf(answers),
          validate: validateModelName,
        }),
      );
      return modelName === back ? back : { ...answers, modelName };
    },
  };
}

/** The name that was answered, or the one that will be offered. */
function modelNameOf({ source, modelName }: DeployAnswers): string {
  if (source.kind === 'version') {
    return source.ref.model;
  }
  return modelName ?? suggestedModelName(basename(source.path), basename(dirname(source.path)));
}

function endpointStep({ prompts, open }: DeployWizardPorts): Step {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const target = workspaceOf(answers);
      const endpoint = await prompts.pick<EndpointAnswer>(position, {
        placeholder: l10n.t('Select an endpoint, or make a new one'),
        choices: async (signal) => {
          const { endpoints } = open(target.place);
          const existing = await allPages(await endpoints.list(target.ref, signal), signal);
          return [
            { label: l10n.t('New endpoint…'), icon: 'add', value: newEndpoint(answers) },
            { separator: l10n.t('Endpoints of {0}', target.label) },
            ...existing.map(({ ref, state }) => ({
              label: ref.endpoint,
              description: state,
              icon: 'radio-tower',
              value: { kind: 'existing' as const, name: ref.endpoint },
            })),
          ];
        },
        isActive: (it) => it.kind === 'existing' && answers.endpoint?.kind === 'existing' && it.name === answers.endpoint.name,
      });
      return endpoint === back ? back : { ...answers, endpoint };
    },
  };
}

function newEndpoint({ endpoint }: DeployAnswers): EndpointAnswer {
  return endpoint?.kind === 'create' ? endpoint : { kind: 'create' };
}

function endpointNameStep({ prompts, open }: DeployWizardPorts): Step {
  return {
    applies: ({ endpoint }) => endpoint?.kind === 'create',
    ask: async (answers, position) => {
      const name = await prompts.text(position, async (signal) => {
        const taken = await endpointNames(open, workspaceOf(answers), signal);
        const suggested = freeName(endpointNameFrom(modelNameOf(answers)), taken);
        return newEndpointQuestion(answers.endpoint?.name ?? suggested, taken);
      });
      return name === back ? back : { ...answers, endpoint: { kind: 'create', name } };
    },
  };
}

export function newEndpointQuestion(value: string, taken: readonly string[]): TextQuestion {
  return {
    prompt: l10n.t('Name of the new endpoint. It becomes part of its address, so it must be unique in the Azure region.'),
    value,
    validate: (text) => validateNewEndpointName(text, taken),
  };
}

/** Why this cannot be the name of a new endpoint beside those that are there. */
function validateNewEndpointName(text: string, taken: readonly string[]): string | undefined {
  return (
    validateEndpointName(text) ?? (taken.includes(text) ? l10n.t('Endpoint {0} is there already. Choose another name.', text) : undefined)
  );
}

export async function endpointNames(
  open: (place: Place) => EndpointLister,
  { place, ref }: WorkspaceTarget,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const endpoints = await allPages(await open(place).endpoints.list(ref, signal), signal);
  return endpoints.map(({ ref }) => ref.endpoint);
}

/** `name`, or `name-2` and so on while it is taken; never longer than 32 characters. */
function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) {
    const ending = `-${number}`;
    free = `${name.slice(0, 32 - ending.length).replace(/-$/, '')}${ending}`;
  }
  return free;
}

function deploymentNameStep({ prompts, open }: DeployWizardPorts): Step {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const deployment = await prompts.text(position, async (signal) => {
        const taken = await deploymentNames(open, answers, signal);
        return deploymentQuestion(answers.deployment ?? deploymentNameFrom(taken), taken);
      });
      return deployment === back ? back : { ...answers, deployment };
    },
  };
}

function deploymentQuestion(value: string, taken: readonly string[]): TextQuestion {
  return {
    prompt:
      taken.length === 0
        ? l10n.t('Name of the deployment. As the first one of its endpoint it gets all the traffic.')
        : l10n.t(
            'Name of the deployment. It gets no traffic until you set some; {0} is there already.',
            new Intl.ListFormat().format(taken),
          ),
    value,
    validate: (text) =>
      validateDeploymentName(text) ??
      (taken.includes(text) ? l10n.t('Deployment {0} is there already. Choose another name, or delete it first.', text) : undefined),
  };
}

async function deploymentNames(
  open: (place: Place) => EndpointLister,
  answers: DeployAnswers,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (answers.endpoint?.kind !== 'existing') {
    return [];
  }
  const { place, ref } = workspaceOf(answers);
  const endpoint = { ...ref, endpoint: answers.endpoint.name };
  return (await allPages(await open(place).deployments.list(endpoint, signal), signal)).map((it) => it.ref.deployment);
}

function instanceTypeStep({ prompts, preferredInstanceType }: DeployWizardPorts): Step {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const before = answers.instanceType ?? preferredInstanceType;
      const instanceType = await prompts.pick(position, {
        placeholder: isLocal(answers)
          ? l10n.t('Select an instance type; any will do, nothing is billed')
          : l10n.t('Select an instance type; Azure bills it while it exists'),
        choices: () => Promise.resolve(instanceTypeChoices(before)),
        isActive: (it) => isSameSize(it, before),
      });
      return instanceType === back ? back : { ...answers, instanceType };
    },
  };
}

function instanceCountStep({ prompts }: DeployWizardPorts): Step {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const count = await prompts.text(
        position,
        asked({
          prompt: isLocal(answers)
            ? l10n.t('Number of instances. Nothing is billed.')
            : l10n.t('Number of instances. Azure bills each {0} for as long as the deployment exists.', answers.instanceType ?? ''),
          value: String(answers.instanceCount ?? 1),
          validate: validateInstanceCount,
        }),
      );
      return count === back ? back : { ...answers, instanceCount: Number(count) };
    },
  };
}

function validateInstanceCount(text: string): string | undefined {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  return count >= 1 && count <= mostInstances
    ? undefined
    : l10n.t('The number of instances is a whole number from 1 to {0}.', mostInstances);
}

function isLocal({ workspace }: DeployAnswers): boolean {
  return workspace?.place.kind === 'emulator';
}

function workspaceOf({ workspace }: DeployAnswers): WorkspaceTarget {
  if (!workspace) {
    throw new Error('asked for something in a workspace before the workspace');
  }
  return workspace;
}
