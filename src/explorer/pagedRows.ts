import * as l10n from '@vscode/l10n';
import type { Page } from '../azure/page';
import { themeIcon, type ExplorerNode } from './explorerNode';

export interface RowsOf<T> {
  /** Id of the row that the list hangs under. */
  readonly parentId: string;
  readonly toRows: (items: readonly T[], signal: AbortSignal) => Promise<readonly ExplorerNode[]>;
  /** Shown in place of an empty list. */
  readonly whenEmpty: ExplorerNode;
}

/** The rows of a first page, closed by "Load more…" while the service has further pages. */
export async function pagedRows<T>(page: Page<T>, list: RowsOf<T>, signal: AbortSignal): Promise<readonly ExplorerNode[]> {
  if (page.items.length === 0 && !page.more) {
    return [list.whenEmpty];
  }
  return rowsOfPage(page, list, signal);
}

async function rowsOfPage<T>(page: Page<T>, list: RowsOf<T>, signal: AbortSignal): Promise<readonly ExplorerNode[]> {
  const rows = await list.toRows(page.items, signal);
  const { more } = page;
  if (!more) {
    return rows;
  }
  const id = `${list.parentId}/more`;
  const label = l10n.t('Load more…');
  return [
    ...rows,
    {
      id,
      label,
      icon: themeIcon('ellipsis'),
      contextValue: 'more',
      tooltip: l10n.t('There are more. Select this row to load the next page.'),
      accessibilityLabel: label,
      target: { kind: 'row', id },
      more: async (again) => rowsOfPage(await more(again), list, again),
    },
  ];
}
