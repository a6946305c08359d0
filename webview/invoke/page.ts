import type { PanelState, PanelStrings } from '../../src/protocol/invokePanel';
import { createAnnouncer } from './announcer';
import { createAnswer } from './answer';
import { createAskRow } from './askRow';
import { createChoices } from './choices';
import { element } from './element';
import { createFactsRow } from './factsRow';
import { createFailure } from './failure';
import type { Host } from './host';
import type { Part } from './part';
import { createPicture } from './picture';
import { createTimes } from './times';

/** Fills the page and returns how to show a state on it. The order is the order of reading in one column. */
export function createPage(root: HTMLElement, strings: PanelStrings, host: Host): (state: PanelState) => void {
  const ask = [createAskRow(strings, host), createFailure(['endpoint', 'deployment', 'model'], strings, host), createFactsRow(strings)];
  const columns = [createAnswer(strings, host), createPicture(strings, host), createChoices(strings, host), createTimes(strings)];
  const announcer = createAnnouncer();
  root.replaceChildren(
    element('h1', 'visually-hidden', strings.invoke),
    element('div', 'head', ...ask.map((part) => part.element)),
    element('div', 'columns', ...columns.map((part) => part.element)),
    announcer.element,
  );
  const invoke = root.querySelector<HTMLElement>('.invoke');
  let running = false;
  root.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && running) {
      host.tell('cancel', undefined);
    }
  });
  const parts: readonly Part[] = [...ask, ...columns, announcer];
  return (state) => {
    running = state.activity.kind === 'running';
    root.setAttribute('aria-busy', String(running || state.activity.kind === 'looking'));
    const focused = document.activeElement;
    for (const part of parts) {
      part.update(state);
    }
    if (focused && (!focused.isConnected || focused.closest('[hidden]'))) {
      invoke?.focus(); // what had the focus is gone with the state before, such as Cancel
    }
    host.save(state.saved);
  };
}
