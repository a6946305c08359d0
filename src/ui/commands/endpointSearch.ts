import * as l10n from '@vscode/l10n';
import { allPages } from '../../azure/page';
import { explainReason } from '../../azure/explainFailure';
import { AzureError } from '../../azure/azureError';
import type { Choice, Separator } from '../wizard/prompts';
import type { CommandServices, InvokeChoice } from './command';

export interface FoundEndpoints {
  readonly choices: readonly Choice<InvokeChoice>[];
  /** One sentence for each place that could not be listed: it may hold the endpoint that is meant. */
  readonly failures: readonly string[];
}

/** Every endpoint that can be reached without asking anybody to sign in. One place that fails does not hide the others. */
export async function findEndpoints(
  { knownWorkspaces, open, log }: Pick<CommandServices, 'knownWorkspaces' | 'open' | 'log'>,
  signal: AbortSignal,
): Promise<FoundEndpoints> {
  const { found, failed } = await knownWorkspaces(signal);
  const failures = failed.map((what) => l10n.t('Could not list the workspaces of {0}.', what));
  const lists = await Promise.all(
    found.map(async ({ place, ref, label }) => {
      try {
        const endpoints = await allPages(await open(place).endpoints.list(ref, signal), signal);
        return endpoints.map((it) => ({
          label: it.ref.endpoint,
          description: `${label} · ${it.state}`,
          icon: 'radio-tower',
          value: { endpoint: it.ref },
        }));
      } catch (error) {
        log.error(`listing the endpoints of ${ref.workspace} failed`, error);
        failures.push(l10n.t('Could not list the endpoints of {0}. {1}', label, error instanceof AzureError ? explainReason(error) : ''));
        return [];
      }
    }),
  );
  return { choices: lists.flat(), failures };
}

export type WayToEndpoint = 'start' | 'retry' | 'sample' | 'own';

/** Where there is nothing to invoke: the shortest ways to something, the likeliest first. */
export function waysToEndpoint(
  emulatorStopped: boolean,
  failures: readonly string[],
): { readonly placeholder: string; readonly ways: readonly (Choice<WayToEndpoint> | Separator)[] } {
  const start: Choice<WayToEndpoint> = {
    label: l10n.t('Start Local Emulator'),
    description: l10n.t('its endpoints are kept · nothing is billed'),
    icon: 'play',
    value: 'start',
  };
  const retry: Choice<WayToEndpoint> = { label: l10n.t('Try Again'), detail: failures.join(' '), icon: 'refresh', value: 'retry' };
  return {
    placeholder: placeholderFor(emulatorStopped, failures),
    ways: [
      ...(emulatorStopped ? [start] : []),
      ...(failures.length > 0 ? [retry] : []),
      {
        label: l10n.t('Deploy the sample to the local emulator'),
        description: l10n.t('an ImageNet classifier · nothing is billed'),
        icon: 'rocket',
        value: 'sample',
      },
      { label: l10n.t('Deploy a model repository…'), icon: 'folder', value: 'own' },
    ],
  };
}

function placeholderFor(emulatorStopped: boolean, failures: readonly string[]): string {
  if (emulatorStopped) {
    return l10n.t('The local emulator is stopped; its endpoints can be invoked once it runs');
  }
  return failures.length > 0 ? l10n.t('Not every endpoint could be listed') : l10n.t('There is no endpoint to invoke yet');
}
