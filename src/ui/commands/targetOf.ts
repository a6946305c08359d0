import { Uri } from 'vscode';
import type { ExplorerNode, Target } from '../../explorer/explorerNode';

/** Finds the row that VS Code handed over among those that it was given. */
export interface Rows {
  rowOf(given: unknown): ExplorerNode | undefined;
}

/** What a menu, a button or nothing handed to a command. Foreign data: anybody may execute a command with anything. */
export function targetOf(
  [first, second]: readonly unknown[],
  rows: Rows,
): { readonly target: Target | undefined; readonly row: string | undefined } {
  if (first instanceof Uri && first.scheme === 'file') {
    // The Explorer hands over the other files that are selected as a second.
    return { target: { kind: 'file', path: first.fsPath, ...(typeof second === 'number' ? { document: second } : {}) }, row: undefined };
  }
  const row = rows.rowOf(first);
  return { target: row?.target, row: row?.id };
}
