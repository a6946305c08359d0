import * as l10n from '@vscode/l10n';

/** What an invocation goes through, in order. */
export const invokeStages = ['asking', 'preparing', 'inferring'] as const;

export type InvokeStage = (typeof invokeStages)[number];

export function stageText(stage: InvokeStage): string {
  switch (stage) {
    case 'asking':
      return l10n.t('Asking the server…');
    case 'preparing':
      return l10n.t('Preparing the picture…');
    case 'inferring':
      return l10n.t('Waiting for the model…');
  }
}
