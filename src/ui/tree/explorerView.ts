import { setTimeout as sleep } from 'node:timers/promises';
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
/** How long a refresh may load before VS Code is told of it. */
const unnoticed = 1_000;
/** How long what was loaded ahead waits for VS Code, which does not ask for rows that have been closed meanwhile. */
const keptAhead = 2_000;

/** Shows nodes. Knows nothing about workspaces, models or endpoints. */
export class ExplorerView implements vscode.Disposable {
  /** Rows that VS Code has been given, by id, and where they hang. */
  private readonly shown = new Map<string, ExplorerNode>();
  private readonly parents = new Map<string, ExplorerNode | undefined>();
  private readonly children = new Map<string, readonly ExplorerNode[]>();
  /** How many further pages were asked for under a row, so that a refresh does not take them away. */
  private readonly pagesAdded = new Map<string, number>();
  private readonly polls = new Map<string, NodeJS.Timeout>();
  /** Rows whose children VS Code has asked for since the last refresh: those that are open. */
  private readonly open = new Set<string>();
  /** Children that are loaded or loading, until VS Code asks for them. */
  private readonly ahead = new Map<string, Promise<readonly ExplorerNode[]>>();
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
    this.open.add(id);
    const rows = await (this.ahead.get(id) ?? this.load(parent));
    this.ahead.delete(id);
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
    const node = id === undefined || id === '' ? undefined : this.shown.get(id);
    if (node || id === undefined || id === '') {
      void this.loadAhead(node).then(() => {
        this.ports.changed.fire(node);
      });
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
    this.ahead.set(parentId, Promise.resolve([...before.filter((it) => it.id !== id), ...next]));
    this.pagesAdded.set(parentId, (this.pagesAdded.get(parentId) ?? 0) + 1);
    this.ports.changed.fire(this.shown.get(parentId));
  }

  dispose(): void {
    this.closed.abort();
    for (const timer of this.polls.values()) {
      clearTimeout(timer);
    }
  }

  /**
   * Loads what is open at and below a row, for as long as nobody notices. VS Code forgets those rows as soon as it is told that they
   * have changed, and a command chosen from the menu of a forgotten row would not know what it is about.
   */
  private async loadAhead(node: ExplorerNode | undefined): Promise<void> {
    await Promise.race([this.loadOpen(node), sleep(unnoticed)]);
  }

  /** From the top down: what a row shows now hangs on the row as it is now. Never rejects; VS Code is told when it asks. */
  private async loadOpen(node: ExplorerNode | undefined): Promise<void> {
    const id = node?.id ?? '';
    // What an earlier refresh has loaded and nobody has asked for yet is out of date too.
    if (!this.open.delete(id) && !this.ahead.has(id)) {
      return;
    }
    const loading = this.load(node);
    this.ahead.set(id, loading);
    const rows = await loading.catch(() => []);
    const later = this.ahead.get(id);
    if (later && later !== loading) {
      return;
    }
    setTimeout(() => {
      if (this.ahead.get(id) === loading) {
        this.ahead.delete(id);
      }
    }, keptAhead).unref();
    await Promise.all(rows.map((row) => this.loadOpen(row)));
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
