import type { AzureMl } from '../../azure/azureMl';
import { allPages } from '../../azure/page';
import type { Log } from '../../base/log';
import type { Place } from '../../explorer/explorerNode';
import type { KnownNames } from '../../language/azureml/asked';
import type { WorkspaceTarget } from '../wizard/workspaceChoice';
import type { KnownWorkspaces } from './windowWorkspaces';

export interface WindowNamesPorts {
  /** Asks nobody to sign in. */
  readonly workspaces: (signal: AbortSignal) => Promise<KnownWorkspaces>;
  readonly open: (place: Place) => Pick<AzureMl, 'endpoints' | 'models'>;
  readonly log: Log;
  readonly now: () => number;
  /** How long an answer is good for, and how long somebody who types waits for the first one. In milliseconds. */
  readonly goodFor: number;
  readonly patience: number;
}

const none: KnownNames = { endpoints: [], models: [] };

/** Names of endpoints and models in the workspaces of this window, asked for at most once in a while however much is typed. */
export class WindowNames {
  private names = none;
  /** How often it was all forgotten. */
  private times = 0;
  private asked: { readonly at: number; readonly done: Promise<void> } | undefined;

  constructor(private readonly ports: WindowNamesPorts) {}

  /** What is known by now, which may be that of a while ago. Never rejects. */
  async known(): Promise<KnownNames> {
    const { now, goodFor, patience } = this.ports;
    if (!this.asked || now() - this.asked.at >= goodFor) {
      this.asked = { at: now(), done: this.ask() };
    }
    const { done } = this.asked;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([done, new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)))]);
    clearTimeout(timer);
    return this.names;
  }

  /** The account, or what the workspaces have, has changed. */
  forget(): void {
    this.asked = undefined;
    this.names = none;
    this.times += 1;
  }

  private async ask(): Promise<void> {
    const signal = AbortSignal.timeout(30_000);
    const { times } = this;
    try {
      const { found } = await this.ports.workspaces(signal);
      const all = await Promise.all(found.map((workspace) => this.namesIn(workspace, signal)));
      // What was asked for another account is not told to this one.
      if (times === this.times) {
        this.names = { endpoints: all.flatMap(({ endpoints }) => endpoints), models: all.flatMap(({ models }) => models) };
      }
    } catch (error) {
      this.ports.log.warn(`names for completion could not be listed: ${String(error)}`);
    }
  }

  private async namesIn({ place, ref }: WorkspaceTarget, signal: AbortSignal): Promise<KnownNames> {
    try {
      const { endpoints, models } = this.ports.open(place);
      const [ofEndpoints, ofModels] = await Promise.all([
        endpoints.list(ref, signal).then((page) => allPages(page, signal)),
        models.list(ref, signal).then((page) => allPages(page, signal)),
      ]);
      return {
        endpoints: ofEndpoints.map((endpoint) => endpoint.ref.endpoint),
        models: ofModels.flatMap(({ ref: model, latestVersion }) =>
          latestVersion === undefined ? [] : [{ name: model.model, version: latestVersion }],
        ),
      };
    } catch (error) {
      this.ports.log.warn(`names of ${ref.workspace} could not be listed: ${String(error)}`);
      return none;
    }
  }
}
