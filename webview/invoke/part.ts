import type { PanelState } from '../../src/protocol/invokePanel';

/** A piece of the page. It is made once and updated with every state, so that focus, scroll and selection stay where they are. */
export interface Part {
  readonly element: HTMLElement;
  update(state: PanelState): void;
}
