import type { ExplorerNode } from '../../explorer/explorerNode';

/** A row as VS Code holds it: the same object for the same id, with what was loaded for it last. */
export class Row {
  readonly id: string;

  constructor(
    public node: ExplorerNode,
    readonly parent: Row | undefined,
  ) {
    this.id = node.id;
  }
}

/** The rows below a row, or those at the top. */
export interface RowList {
  /** Undefined until they have been loaded once. */
  rows?: readonly Row[];
  /** VS Code has asked for them, and was not told since to forget them. */
  isOpen: boolean;
  /** To be loaded again when VS Code asks for them. */
  isOutdated: boolean;
  /** How many further pages were asked for, so that a refresh does not take them away. */
  pagesAdded: number;
  loadsStarted: number;
  /** Which of those loads is shown; one that was started before it comes too late. */
  loadShown: number;
  poll?: NodeJS.Timeout;
}

export const emptyList = (): RowList => ({ isOpen: false, isOutdated: false, pagesAdded: 0, loadsStarted: 0, loadShown: 0 });

/** Whether a list has other rows than before, or rows that open where they did not. */
export function isOtherList(before: readonly ExplorerNode[], after: readonly ExplorerNode[]): boolean {
  return before.length !== after.length || before.some((row, at) => frame(row) !== frame(after[at]));
}

/** Whether two states of a row are told apart by those who look at it. */
export function looksOther(before: ExplorerNode | undefined, after: ExplorerNode): boolean {
  return before !== undefined && look(before) !== look(after);
}

function frame(node: ExplorerNode | undefined): string {
  return JSON.stringify([node?.id, node?.children !== undefined, node?.expanded, node?.more !== undefined]);
}

function look({ label, icon, contextValue, description, tooltip, accessibilityLabel }: ExplorerNode): string {
  return JSON.stringify([label, icon, contextValue, description, tooltip, accessibilityLabel]);
}
