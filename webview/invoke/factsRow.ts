import type { ModelFacts, PanelState, PanelStrings } from '../../src/protocol/invokePanel';
import { element, icon } from './element';
import type { Part } from './part';

/** Server ready, model ready, what goes in and what comes out; and that a local endpoint bills nothing. */
export function createFactsRow(strings: PanelStrings): Part {
  const row = element('section', 'facts');
  row.setAttribute('aria-label', strings.facts);
  let shown = '';
  return {
    element: row,
    update: (state) => {
      const local = state.endpoints.some(({ id, local: isLocal }) => isLocal && id === state.endpoint);
      const wanted = JSON.stringify([state.facts, local, state.activity.kind === 'looking']);
      if (wanted !== shown) {
        shown = wanted;
        row.replaceChildren(
          ...factElements(state, strings),
          ...(local ? [element('span', 'fact fact-local', strings.localNotBilled)] : []),
        );
      }
    },
  };
}

function factElements({ facts, activity }: PanelState, strings: PanelStrings): HTMLElement[] {
  if (!facts) {
    return [element('span', 'fact', activity.kind === 'looking' ? strings.asking : strings.notAskedYet)];
  }
  return [
    ready(facts.serverReady, strings.serverReady, strings.serverNotReady),
    ...(facts.modelReady === undefined ? [] : [ready(facts.modelReady, strings.modelReady, strings.modelNotReady)]),
    ...(facts.model === undefined ? [] : [element('span', 'fact', facts.model)]),
    ...tensors(facts),
  ];
}

function ready(isReady: boolean, yes: string, no: string): HTMLElement {
  return element('span', `fact ready ${isReady ? 'ready-yes' : 'ready-no'}`, icon(isReady ? 'pass-filled' : 'error'), isReady ? yes : no);
}

function tensors({ inputs, outputs }: ModelFacts): HTMLElement[] {
  if (inputs.length === 0) {
    return [];
  }
  const arrow = element('span', 'fact-arrow', '→');
  return [element('span', 'fact fact-tensors', inputs.join(', '), ' ', arrow, ' ', outputs.join(', '))];
}
