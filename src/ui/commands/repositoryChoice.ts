import * as l10n from '@vscode/l10n';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled } from '../../base/errors';
import { readRepositoryFolder, requireRepository } from '../../operations/repositoryFolder';
import type { Target } from '../../explorer/explorerNode';
import type { Choice, Prompts } from '../wizard/prompts';
import { back } from '../wizard/runWizard';

/** The model repository that a command is about: the folder that was clicked, or one that is asked for. Absolute path. */
export async function repositoryOf(target: Target | undefined, prompts: Prompts, title: string): Promise<string> {
  return resolveRepository(target?.kind === 'file' ? target.path : await pickFolder(prompts, title), prompts, title);
}

/** Says which folder is the repository where another one was given, and goes on with it when the user agrees. */
async function resolveRepository(path: string, prompts: Prompts, title: string): Promise<string> {
  const folder = await readRepositoryFolder(path);
  switch (folder.kind) {
    case 'repository':
      return folder.path;
    case 'model':
      // A model folder is a fair way to say "deploy this": its repository is what Triton serves.
      return folder.repository;
    case 'version':
      return offer(
        prompts,
        title,
        l10n.t('{0} is a version of model {1}. Use the repository that the model lies in?', basename(path), folder.model),
        [folder.repository],
      );
    case 'above':
      return offer(prompts, title, l10n.t('{0} is not a model repository. Use one that lies in it?', basename(path)), folder.repositories);
    case 'noModelFile':
    case 'none':
      return requireRepository(path);
  }
}

async function offer(prompts: Prompts, title: string, placeholder: string, repositories: readonly string[]): Promise<string> {
  const choices = repositories.map((path) => repositoryChoice(path));
  const chosen = await prompts.pick(
    { title, step: 1, totalSteps: 1, canGoBack: false },
    { placeholder, choices: () => Promise.resolve(choices) },
  );
  if (chosen === back) {
    throw new Cancelled();
  }
  return chosen;
}

const browse = Symbol('browse');

async function pickFolder(prompts: Prompts, title: string): Promise<string> {
  const chosen = await prompts.pick<string | typeof browse>(
    { title, step: 1, totalSteps: 1, canGoBack: false },
    {
      placeholder: l10n.t('Select a Triton model repository'),
      choices: async () => [
        ...(await repositoriesInWindow()).map(repositoryChoice),
        { label: l10n.t('Browse…'), icon: 'folder-opened', value: browse },
      ],
    },
  );
  if (chosen === back) {
    throw new Cancelled();
  }
  return chosen === browse ? browseFolder() : chosen;
}

function repositoryChoice(path: string): Choice<string> {
  return { label: vscode.workspace.asRelativePath(path), description: dirname(path), icon: 'folder', value: path };
}

/** A repository is two folders above a file `model.*` in a folder whose name is a number. */
async function repositoriesInWindow(): Promise<string[]> {
  const files = await vscode.workspace.findFiles('**/[0-9]*/model.*', '**/{node_modules,.git}/**', 200);
  const repositories = files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => join(fsPath, '..', '..', '..'));
  return [...new Set(repositories)].sort();
}

async function browseFolder(): Promise<string> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: l10n.t('Select Model Repository'),
      title: l10n.t('Select a Triton model repository'),
    })) ?? [];
  if (!folder) {
    throw new Cancelled();
  }
  return folder.fsPath;
}
