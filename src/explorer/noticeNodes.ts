import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { escapeMarkdown } from './markdown';

/** A row that says that there is nothing, and what would put something there. */
export function emptyNode(parentId: string, label: string, tooltip: string): ExplorerNode {
  return {
    id: `${parentId}/empty`,
    label,
    icon: themeIcon('info'),
    contextValue: 'empty',
    tooltip,
    accessibilityLabel: label,
  };
}

/**
 * A row that stands where rows could not be loaded. It carries Retry and Show Log, and Sign In where that would help
 * (code `signed-out`). `error` has been put in words before.
 */
export function failedNode(error: Error, parentId: string): ExplorerNode {
  const signedOut = error instanceof UserError && error.code === 'signed-out';
  return {
    id: `${parentId}/failure`,
    label: error.message,
    icon: signedOut ? themeIcon('account') : { kind: 'theme', name: 'warning', tone: 'warning' },
    contextValue: signedOut ? 'failure.signedOut' : 'failure',
    tooltip: escapeMarkdown(error.message),
    accessibilityLabel: l10n.t('Could not load: {0}', error.message),
    target: { kind: 'row', id: parentId },
  };
}
