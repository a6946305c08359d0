import type { DeploymentRef, EndpointRef, ModelRef, ModelVersionRef, WorkspaceRef } from '../azure/resourceRefs';
import type { ContextValue } from '../manifest/contextValues';

/** Which service a row or an action belongs to. `tenantId` is absent for the account's home tenant. */
export type Place = { readonly kind: 'emulator' } | { readonly kind: 'azure'; readonly tenantId?: string };

/** A resource, with the service that it is in. */
export interface Placed<Ref> {
  readonly place: Place;
  readonly ref: Ref;
}

/** What a command acts on, as plain data. Commands receive this, never a node. */
export type Target =
  /** `document` is one of several in a YAML file, from 0. */
  | { readonly kind: 'file'; readonly path: string; readonly document?: number }
  | { readonly kind: 'emulator' }
  | { readonly kind: 'tenant'; readonly place: Place }
  | { readonly kind: 'workspace'; readonly place: Place; readonly workspace: WorkspaceRef }
  | { readonly kind: 'model'; readonly place: Place; readonly model: ModelRef }
  | { readonly kind: 'modelVersion'; readonly place: Place; readonly version: ModelVersionRef }
  | { readonly kind: 'endpoint'; readonly place: Place; readonly endpoint: EndpointRef }
  | { readonly kind: 'deployment'; readonly place: Place; readonly deployment: DeploymentRef }
  /** A row that stands for other rows: the page after this one, or those that could not be loaded. */
  | { readonly kind: 'row'; readonly id: string };

export type NodeIcon =
  /** A codicon, in the colour of ordinary icons unless it stands for something disabled or failed. */
  | { readonly kind: 'theme'; readonly name: string; readonly tone?: 'disabled' | 'error' | 'warning' }
  /** `media/light/<name>.svg` and `media/dark/<name>.svg`. */
  | { readonly kind: 'own'; readonly name: 'triton-model' };

/** A row of the tree as plain data. src/ui/tree turns it into a vscode.TreeItem and knows no kinds. */
export interface ExplorerNode {
  /** Unique in the whole tree and the same after a refresh, so that VS Code keeps what is expanded. */
  readonly id: string;
  readonly label: string;
  readonly icon: NodeIcon;
  readonly contextValue: ContextValue;
  readonly description?: string;
  /** Markdown. */
  readonly tooltip: string;
  /** Kind, name and state as a sentence for screen readers. */
  readonly accessibilityLabel: string;
  readonly target?: Target;
  /** The service is changing this: its parent is loaded again until that is over. */
  readonly changing?: boolean;
  readonly expanded?: boolean;
  readonly children?: (signal: AbortSignal) => Promise<readonly ExplorerNode[]>;
  /** A row "Load more…" only: the rows that take its place. */
  readonly more?: (signal: AbortSignal) => Promise<readonly ExplorerNode[]>;
}

export const themeIcon = (name: string): NodeIcon => ({ kind: 'theme', name });
