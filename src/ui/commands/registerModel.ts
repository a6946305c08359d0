import * as l10n from '@vscode/l10n';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { validateModelName } from '../../documents/azureml/names';
import { registerModel, type RegisteredVersion } from '../../operations/registerModel';
import { requireTrust } from '../shell/requireTrust';
import { suggestedModelName } from '../wizard/deployAnswers';
import { asked } from '../wizard/prompts';
import { back, runWizard, type WizardStep } from '../wizard/runWizard';
import { chooseWorkspace, type WorkspaceTarget } from '../wizard/workspaceChoice';
import type { Command, CommandServices } from './command';
import { onWorkspace } from './onWorkspace';
import { workspaceTarget } from './pickTarget';
import { repositoryOf } from './repositoryChoice';

interface Answers {
  readonly workspace?: WorkspaceTarget;
  readonly name?: string;
}

export const register: Command = async (target, services) => {
  requireTrust();
  const path = await repositoryOf(target, services.prompts, l10n.t('Register Model'));
  const start = target?.kind === 'workspace' ? { workspace: workspaceTarget({ place: target.place, ref: target.workspace }) } : {};
  const steps = [...(target?.kind === 'workspace' ? [] : [workspaceStep(services)]), nameStep(services, path)];
  const { workspace, name } = await runWizard<Answers>(l10n.t('Register {0}', basename(path)), steps, start);
  if (!workspace || name === undefined) {
    throw new Error('the wizard ended before every step was answered');
  }
  const version = await onWorkspace(l10n.t('Registering {0}', name), workspace, services, (ports, signal) =>
    registerModel(workspace.ref, { name, type: 'triton_model', path }, ports, signal),
  );
  announceVersion(version);
};

export function announceVersion({ ref: { model, version }, wasThere }: RegisteredVersion): void {
  void vscode.window.showInformationMessage(
    wasThere
      ? l10n.t('Model {0}, version {1}, was there already, with the same files.', model, version)
      : l10n.t('Model {0}, version {1}, is registered.', model, version),
  );
}

function workspaceStep({ prompts, source }: CommandServices): WizardStep<Answers> {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const workspace = await chooseWorkspace(prompts, source, position, answers.workspace);
      return workspace === back ? back : { ...answers, workspace };
    },
  };
}

function nameStep({ prompts }: CommandServices, path: string): WizardStep<Answers> {
  return {
    applies: () => true,
    ask: async (answers, position) => {
      const name = await prompts.text(
        position,
        asked({
          prompt: l10n.t('Name of the model in the workspace. Registering it again under the same name makes a new version.'),
          value: answers.name ?? suggestedModelName(basename(path), basename(dirname(path))),
          validate: validateModelName,
        }),
      );
      return name === back ? back : { ...answers, name };
    },
  };
}
