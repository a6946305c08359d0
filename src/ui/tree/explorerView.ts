import type * as vscode from 'vscode';
import { isCancelled } from '../../base/errors';
import type { Log } from '../../base/log';
import type { ExplorerNode, Place } from '../../explorer/explorerNode';

export interface ExplorerViewPorts {
  /** Fires when rows are to be loaded again; undefined means all of them. Belongs to the tree view, which is there before this is. */
  readonly changed: Pick<vscode.EventEmitter<ExplorerNode | undefined>, 'fire'>;
  readonly roots: () => Promise<readonly ExplorerNode[]>;
  /** The row that stands where the children of `parentId` could not be loaded. */
  readonly failed: (error: unknown, parentId: string) => ExplorerNode;
  readonly log: Log;
  readonly toItem: (node: ExplorerNode) => vscode.TreeItem;
  /** How long after a load a parent with changing rows is loaded again. */
  readonly pollMilliseconds: number;
}

const loadLimit = 60_000;

/** Shows nodes. Knows nothing about workspaces, models or endpoints. */
export class ExplorerView implements vscode.Disposable {
  /** Rows that VS Code has been given, by id, and where they hang. */
  private readonly shown = new Map<string, ExplorerNode>();
  private readonly parents = new Map<string, ExplorerNode | undefined>();
  /** Children that loadMore has put together, until VS Code asks for them. */
  private readonly prepared = new Map<string, readonly ExplorerNode[]>();
  private readonly children = new Map<string, readonly ExplorerNode[]>();
  /** How many further pages were asked for under a row, so that a refresh does not take them away. */
  private readonly pagesAdded = new Map<string, number>();
  private readonly polls = new Map<string, NodeJS.Timeout>();
  private readonly closed = new AbortController();

  constructor(private readonly ports: ExplorerViewPorts) {}

  getTreeItem(node: ExplorerNode): vscode.TreeItem {
    return this.ports.toItem(node);
  }

  getParent(node: ExplorerNode): ExplorerNode | undefined {
    return this.parents.get(node.id);
  }

  async getChildren(parent?: ExplorerNode): Promise<ExplorerNode[]> {
    const id = parent?.id ?? '';
    const rows = this.prepared.get(id) ?? (await this.load(parent));
    this.prepared.delete(id);
    this.children.set(id, rows);
    for (const row of rows) {
      this.shown.set(row.id, row);
      this.parents.set(row.id, parent);
    }
    if (rows.some((row) => row.changing === true)) {
      this.poll(id);
    }
    return [...rows];
  }

  /** The row that VS Code hands to a command; undefined when what it handed over is something else. */
  rowOf(given: unknown): ExplorerNode | undefined {
    const isObject = typeof given === 'object' && given !== null;
    const id = isObject && 'id' in given && typeof given.id === 'string' ? given.id : undefined;
    return id === undefined ? undefined : this.shown.get(id);
  }

  /** The service that a row belongs to, as the nearest row at or above it says. */
  placeOf(id: string): Place | undefined {
    for (let row = this.shown.get(id); row; row = this.parents.get(row.id)) {
      if (row.target && 'place' in row.target) {
        return row.target.place;
      }
    }
    return undefined;
  }

  /** Loads the children of a row again, or the whole tree. A row that is not shown needs nothing. */
  refresh(id?: string): void {
    if (id === undefined || id === '') {
      this.ports.changed.fire(undefined);
      return;
    }
    const node = this.shown.get(id);
    if (node) {
      this.ports.changed.fire(node);
    }
  }

  /** Loads the rows again whose id begins like this and that have been opened: those under one workspace. */
  refreshUnder(prefix: string): void {
    const opened = [...this.children.keys()].filter((id) => id.startsWith(prefix));
    // A row above covers those below it.
    for (const id of opened.filter((it) => !opened.some((other) => other !== it && it.startsWith(`${other}/`)))) {
      this.refresh(id);
    }
  }

  /** Puts the next page in the place of a row "Load more…". */
  async loadMore(id: string): Promise<void> {
    const row = this.shown.get(id);
    const parentId = this.parents.get(id)?.id ?? '';
    if (!row?.more) {
      return;
    }
    const next = await row.more(this.limit());
    const before = this.children.get(parentId) ?? [];
    this.prepared.set(parentId, [...before.filter((it) => it.id !== id), ...next]);
    this.pagesAdded.set(parentId, (this.pagesAdded.get(parentId) ?? 0) + 1);
    this.refresh(parentId);
  }

  dispose(): void {
    this.closed.abort();
    for (const timer of this.polls.values()) {
      clearTimeout(timer);
    }
  }

  private async load(parent: ExplorerNode | undefined): Promise<readonly ExplorerNode[]> {
    if (!parent) {
      return this.ports.roots();
    }
    const signal = this.limit();
    try {
      return await this.withPagesAdded(parent.id, (await parent.children?.(signal)) ?? [], signal);
    } catch (error) {
      if (!this.closed.signal.aborted && !isCancelled(error)) {
        this.ports.log.error(`loading the children of ${parent.id} failed`, error);
      }
      const failed = this.ports.failed(error, parent.id);
      // What was there stays: it can still be read and acted on.
      return [failed, ...(this.children.get(parent.id) ?? []).filter(({ id }) => id !== failed.id)];
    }
  }

  private async withPagesAdded(id: string, first: readonly ExplorerNode[], signal: AbortSignal): Promise<readonly ExplorerNode[]> {
    let rows = first;
    for (let added = this.pagesAdded.get(id) ?? 0; added > 0; added -= 1) {
      const more = rows.at(-1)?.more;
      if (!more) {
        break;
      }
      rows = [...rows.slice(0, -1), ...(await more(signal))];
    }
    return rows;
  }

  private poll(id: string): void {
    clearTimeout(this.polls.get(id));
    const again = (): void => {
      this.polls.delete(id);
      this.refresh(id);
    };
    this.polls.set(id, setTimeout(again, this.ports.pollMilliseconds));
  }

  private limit(): AbortSignal {
    return AbortSignal.any([this.closed.signal, AbortSignal.timeout(loadLimit)]);
  }
}
