import type * as vscode from 'vscode';
import { isCancelled } from '../../base/errors';
import type { Log } from '../../base/log';
import type { ExplorerNode, Place } from '../../explorer/explorerNode';
import { Row, emptyList, isOtherList, looksOther, type RowList } from './row';

export interface ExplorerViewPorts {
  /** Fires when rows are to be asked for again; undefined means all of them. Belongs to the tree view, which is there before this is. */
  readonly changed: Pick<vscode.EventEmitter<Row | undefined>, 'fire'>;
  readonly roots: () => Promise<readonly ExplorerNode[]>;
  /** The row that stands where the children of `parentId` could not be loaded. */
  readonly failed: (error: unknown, parentId: string) => ExplorerNode;
  readonly log: Log;
  readonly toItem: (node: ExplorerNode) => vscode.TreeItem;
  /** Shows in the view that something is loading. */
  readonly showLoading: (loading: Promise<void>) => void;
  /** How long after a load a list with changing rows is loaded again. */
  readonly pollMilliseconds: number;
}

const loadLimit = 60_000;
/** The list at the top, among the ids of rows. */
const top = '';

/**
 * Shows nodes. Knows nothing about workspaces, models or endpoints.
 *
 * VS Code forgets the rows below one that it is told has changed until it has been given them again, and a command chosen from the
 * menu of a forgotten row would not know what it is about. So it is told only of what looks other than before, once that is loaded,
 * and what it asks for again is answered with the rows that are known, at once.
 */
export class ExplorerView implements vscode.Disposable {
  private readonly rows = new Map<string, Row>();
  private readonly lists = new Map<string, RowList>();
  private readonly closed = new AbortController();

  constructor(private readonly ports: ExplorerViewPorts) {}

  getTreeItem({ node }: Row): vscode.TreeItem {
    return this.ports.toItem(node);
  }

  getParent({ parent }: Row): Row | undefined {
    return parent;
  }

  async getChildren(parent?: Row): Promise<Row[]> {
    const list = this.listOf(parent?.id ?? top);
    list.isOpen = true;
    if (!list.rows || list.isOutdated) {
      await this.load(parent, list, () => undefined);
    }
    this.pollWhileChanging(parent, list);
    return [...(list.rows ?? [])];
  }

  /** The row that VS Code hands to a command; undefined when what it handed over is something else. */
  rowOf(given: unknown): ExplorerNode | undefined {
    const isObject = typeof given === 'object' && given !== null;
    const id = isObject && 'id' in given && typeof given.id === 'string' ? given.id : undefined;
    return id === undefined ? undefined : this.rows.get(id)?.node;
  }

  /** The service that a row belongs to, as the nearest row at or above it says. */
  placeOf(id: string): Place | undefined {
    for (let row = this.rows.get(id); row; row = row.parent) {
      if (row.node.target && 'place' in row.node.target) {
        return row.node.target.place;
      }
    }
    return undefined;
  }

  /** Loads the rows below a row again, or the whole tree. What is not shown is loaded when it is asked for. */
  refresh(id: string = top): void {
    const parent = this.rows.get(id);
    if (parent || id === top) {
      this.ports.showLoading(this.reload(parent));
    }
  }

  /** Loads the rows again whose id begins like this and that have been opened: those under one workspace. */
  refreshUnder(prefix: string): void {
    const opened = [...this.lists.keys()].filter((id) => id.startsWith(prefix));
    // A row above covers those below it.
    for (const id of opened.filter((it) => !opened.some((other) => other !== it && it.startsWith(`${other}/`)))) {
      this.refresh(id);
    }
  }

  /** Puts the next page in the place of a row "Load more…". */
  async loadMore(id: string): Promise<void> {
    const row = this.rows.get(id);
    if (!row?.node.more) {
      return;
    }
    const next = await row.node.more(this.limit());
    const list = this.listOf(row.parent?.id ?? top);
    list.pagesAdded += 1;
    const before = (list.rows ?? []).filter((it) => it !== row).map(({ node }) => node);
    this.show(row.parent, list, [...before, ...next]);
  }

  dispose(): void {
    this.closed.abort();
    for (const { poll } of this.lists.values()) {
      clearTimeout(poll);
    }
  }

  private listOf(id: string): RowList {
    const list = this.lists.get(id) ?? emptyList();
    this.lists.set(id, list);
    return list;
  }

  /** Resolves when what is open at and below a row has been loaded. Never rejects. */
  private async reload(parent: Row | undefined): Promise<void> {
    const list = this.lists.get(parent?.id ?? top);
    if (!list?.isOpen) {
      this.markOutdated(list);
      return;
    }
    const below: Promise<void>[] = [];
    // What the rows show now hangs on the rows as they are now.
    await this.load(parent, list, (row) => below.push(this.reload(row)));
    this.pollWhileChanging(parent, list);
    await Promise.all(below);
  }

  private markOutdated(list: RowList | undefined): void {
    if (list) {
      list.isOutdated = true;
      list.rows?.forEach(({ id }) => {
        this.markOutdated(this.lists.get(id));
      });
    }
  }

  /** `reloadBelow` gets each row before VS Code is told to forget which are open. Never rejects. */
  private async load(parent: Row | undefined, list: RowList, reloadBelow: (row: Row) => void): Promise<void> {
    list.loadsStarted += 1;
    const load = list.loadsStarted;
    const nodes = await this.nodesBelow(parent, list);
    const isGone = this.lists.get(parent?.id ?? top) !== list;
    if (isGone || load < list.loadShown) {
      return;
    }
    list.loadShown = load;
    list.isOutdated = false;
    this.show(parent, list, nodes, reloadBelow);
  }

  private show(parent: Row | undefined, list: RowList, nodes: readonly ExplorerNode[], reloadBelow?: (row: Row) => void): void {
    const before = list.rows?.map((row) => row.node);
    const rows = nodes.map((node) => this.rowFor(node, parent));
    list.rows = rows;
    if (!before) {
      return;
    }
    const left = new Set(nodes.map(({ id }) => id));
    before
      .filter(({ id }) => !left.has(id))
      .forEach(({ id }) => {
        this.forget(id);
      });
    if (reloadBelow) {
      rows.forEach(reloadBelow);
    }
    if (!list.isOpen) {
      return;
    }
    if (isOtherList(before, nodes)) {
      this.tell(parent);
    } else {
      rows
        .filter(({ node }, at) => looksOther(before[at], node))
        .forEach((row) => {
          this.tell(row);
        });
    }
  }

  private rowFor(node: ExplorerNode, parent: Row | undefined): Row {
    const row = this.rows.get(node.id) ?? new Row(node, parent);
    row.node = node;
    this.rows.set(node.id, row);
    return row;
  }

  /** A row that is no longer there, with all below it. */
  private forget(id: string): void {
    const list = this.lists.get(id);
    clearTimeout(list?.poll);
    this.lists.delete(id);
    this.rows.delete(id);
    for (const row of list?.rows ?? []) {
      this.forget(row.id);
    }
  }

  /** VS Code asks again for what of it is open. */
  private tell(row: Row | undefined): void {
    this.close(this.lists.get(row?.id ?? top));
    this.ports.changed.fire(row);
  }

  private close(list: RowList | undefined): void {
    if (list) {
      list.isOpen = false;
      list.rows?.forEach(({ id }) => {
        this.close(this.lists.get(id));
      });
    }
  }

  private async nodesBelow(parent: Row | undefined, list: RowList): Promise<readonly ExplorerNode[]> {
    const signal = this.limit();
    try {
      const first = parent ? ((await parent.node.children?.(signal)) ?? []) : await this.ports.roots();
      return await withPagesAdded(first, list.pagesAdded, signal);
    } catch (error) {
      const id = parent?.id ?? top;
      if (!this.closed.signal.aborted && !isCancelled(error)) {
        this.ports.log.error(`loading the children of ${id} failed`, error);
      }
      const failed = this.ports.failed(error, id);
      // What was there stays: it can still be read and acted on.
      return [failed, ...(list.rows ?? []).map(({ node }) => node).filter((node) => node.id !== failed.id)];
    }
  }

  private pollWhileChanging(parent: Row | undefined, list: RowList): void {
    clearTimeout(list.poll);
    if (list.rows?.some(({ node }) => node.changing === true) && !this.closed.signal.aborted) {
      list.poll = setTimeout(() => {
        // While VS Code has not asked again nobody sees them; it gets what is known, and they are polled from then on.
        if (list.isOpen) {
          void this.reload(parent);
        }
      }, this.ports.pollMilliseconds);
    }
  }

  private limit(): AbortSignal {
    return AbortSignal.any([this.closed.signal, AbortSignal.timeout(loadLimit)]);
  }
}

async function withPagesAdded(first: readonly ExplorerNode[], pages: number, signal: AbortSignal): Promise<readonly ExplorerNode[]> {
  let rows = first;
  for (let added = pages; added > 0; added -= 1) {
    const more = rows.at(-1)?.more;
    if (!more) {
      break;
    }
    rows = [...rows.slice(0, -1), ...(await more(signal))];
  }
  return rows;
}
